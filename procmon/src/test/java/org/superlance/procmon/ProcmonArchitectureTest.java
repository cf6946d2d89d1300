package org.superlance.procmon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls between the rooms of procmon. */
@AnalyzeClasses(packages = "org.superlance.procmon", importOptions = DoNotIncludeTests.class)
class ProcmonArchitectureTest {

    private static final String PROCMON = "org.superlance.procmon.";

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching(PROCMON + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CHILDREN_AND_POLICY_KNOW_NO_OTHER_ROOM = noClasses()
            .that()
            .resideInAnyPackage(PROCMON + "spawn", PROCMON + "policy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    PROCMON + "monitor..", PROCMON + "watch..", PROCMON + "embedded..", PROCMON + "subprocess..");

    @ArchTest
    static final ArchRule ONLY_CHILDREN_ARE_MADE_BY_PROCESS_BUILDERS = noClasses()
            .that()
            .resideOutsideOfPackage(PROCMON + "spawn")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class);

    @ArchTest
    static final ArchRule ONLY_CALLS_KNOW_XML = noClasses()
            .that()
            .resideOutsideOfPackage(PROCMON + "rpc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.xml.sax..", "org.apache.xmlrpc..");

    @ArchTest
    static final ArchRule NOTHING_KNOWS_WHO_CALLS_IT = noClasses()
            .that()
            .resideOutsideOfPackages(PROCMON + "rpc..", PROCMON + "embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROCMON + "rpc..");

    /** What they decide is a matter of what happened and when, and is tested without waiting. */
    @ArchTest
    static final ArchRule STATES_KNOW_NO_THREADS_AND_NO_FILES = noClasses()
            .that()
            .resideInAnyPackage(PROCMON + "policy..", PROCMON + "eventlistener..", PROCMON + "subprocess..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.nio.file..", "java.net..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI = noClasses()
            .that()
            .resideInAPackage(PROCMON + "(*)..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "ch.qos.logback..");

    @ArchTest
    static final ArchRule ONLY_MAIN_ENDS_THE_JVM = noClasses()
            .that()
            .areNotAssignableTo(Procmon.class)
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule NOTHING_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES =
            noFields().that().areStatic().should().notBeFinal().as("no static state");

    @ArchTest
    static final ArchRule ONLY_COMMAND_CLASSES_KNOW_COMMAND_LINES = noClasses()
            .that()
            .resideOutsideOfPackage("org.superlance.procmon")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");
}
