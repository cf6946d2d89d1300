package org.superlance.listener;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** The walls between the rooms of the core. */
@AnalyzeClasses(packages = "org.superlance.listener", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String CORE = "org.superlance.listener.";

    @ArchTest
    static final ArchRule DEPENDENCIES_POINT_DOWN = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("runtime")
            .definedBy(CORE + "runtime..")
            .layer("cli")
            .definedBy(CORE + "cli..")
            .layer("restart")
            .definedBy(CORE + "restart..")
            .layer("notify")
            .definedBy(CORE + "notify..")
            .layer("event")
            .definedBy(CORE + "event..")
            .layer("supervisor")
            .definedBy(CORE + "supervisor..")
            .layer("configcheck")
            .definedBy(CORE + "configcheck..")
            .layer("metrics")
            .definedBy(CORE + "metrics..")
            .layer("process")
            .definedBy(CORE + "process..")
            .layer("config")
            .definedBy(CORE + "config..")
            .layer("http")
            .definedBy(CORE + "http..")
            .layer("state")
            .definedBy(CORE + "state..")
            .layer("util")
            .definedBy(CORE + "util..")
            .whereLayer("runtime")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("cli")
            .mayOnlyBeAccessedByLayers("runtime")
            .whereLayer("restart")
            .mayOnlyBeAccessedByLayers("runtime", "cli", "configcheck")
            .whereLayer("notify")
            .mayOnlyBeAccessedByLayers("runtime", "cli", "restart")
            .whereLayer("event")
            .mayOnlyBeAccessedByLayers("runtime", "cli", "restart", "notify", "configcheck")
            .whereLayer("supervisor")
            .mayOnlyBeAccessedByLayers(
                    "runtime", "cli", "restart", "notify", "event", "state", "metrics", "configcheck")
            .whereLayer("configcheck")
            .mayOnlyBeAccessedByLayers("runtime", "cli")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("runtime", "cli", "restart")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("runtime", "cli", "supervisor", "configcheck")
            .whereLayer("process")
            .mayOnlyBeAccessedByLayers("runtime", "cli", "restart", "notify")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("runtime", "cli", "notify", "supervisor")
            .whereLayer("state")
            .mayOnlyBeAccessedByLayers("runtime", "cli", "restart", "notify");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching(CORE + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CIRCLES_OF_CLASSES_IN_RESTART =
            slices().assignedFrom(new RestartClasses()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_SUPERVISOR_KNOWS_XML_RPC = onlyIn("supervisor", "org.apache.xmlrpc..", "org.xml.sax..");

    @ArchTest
    static final ArchRule ONLY_ALERT_KNOWS_MAIL = onlyIn("notify", "jakarta.mail..", "org.eclipse.angus..");

    @ArchTest
    static final ArchRule ONLY_CLI_AND_COMMANDS_KNOW_PICOCLI = noClasses()
            .that()
            .resideOutsideOfPackage(CORE + "cli..")
            .and()
            .haveSimpleNameNotEndingWith("Command")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..");

    @ArchTest
    static final ArchRule ONLY_RUNTIME_KNOWS_LOGBACK = onlyIn("runtime", "ch.qos.logback..");

    @ArchTest
    static final ArchRule NOTHING_EXITS_THE_JVM = noClasses()
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .as("only a main method ends the JVM");

    @ArchTest
    static final ArchRule NOTHING_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule ONLY_THE_SURROUNDINGS_KNOW_THE_STREAMS_OF_THE_JVM = noClasses()
            .that()
            .doNotHaveSimpleName("CommandContext")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            noFields().that().areStatic().should().notBeFinal().as("no static state");

    @ArchTest
    static final ArchRule NOBODY_CATCHES_EVERYTHING = methods().should().notDeclareThrowableOfType(Throwable.class);

    private static ArchRule onlyIn(String room, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(CORE + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .as("only " + room + " knows " + String.join(", ", packages));
    }

    /** Each file of the package is a slice; what is nested belongs to the class around it. */
    private static final class RestartClasses implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return javaClass.getPackageName().equals(CORE + "restart")
                    ? SliceIdentifier.of(javaClass.getName().replaceFirst("\\$.*", ""))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "classes of restart";
        }
    }
}
