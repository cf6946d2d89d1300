package org.superlance.packaging;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.superlance.listener.runtime.ListenerSettings;

/** The rules for dependencies, over the classes of all modules. */
@AnalyzeClasses(packages = "org.superlance", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {

    /** Without test classes, also those of other modules in their JARs of tests. */
    static final class MainClasses implements ImportOption {

        private final ImportOption mainFolders = new DoNotIncludeTests();

        @Override
        public boolean includes(Location location) {
            return mainFolders.includes(location) && !location.contains("-tests.jar");
        }
    }

    private static final String ALL = "org.superlance.";
    private static final String CORE = ALL + "listener.";
    private static final String PROCMON = ALL + "procmon.";

    /** A layer by its name, then its packages below org.superlance. */
    private static final Map<String, List<String>> LAYERS = table(
            "util: listener.util",
            "base: listener.http, listener.state",
            "supervisord: listener.config, listener.supervisor, listener.event, listener.process, listener.pause"
                    + ", listener.metrics, listener.history, listener.status",
            "action: listener.notify, listener.notify.mail, listener.restart",
            "command line: listener.crash, listener.crash.batch, listener.cli, listener.configcheck",
            "runtime: listener.runtime, listener.runtime.logging",
            "process monitor: procmon.signal, procmon.spawn, procmon.policy, procmon.monitor",
            "embedded supervisor: procmon.config, procmon.log, procmon.subprocess, procmon.subprocess.io"
                    + ", procmon.eventlistener, procmon.server, procmon.rpc, procmon.embedded",
            "commands: memmon, timemon, oomemonitor, httpok, crashmail, crashmailbatch, fatalmailbatch, crashsms, procmon"
                    + ", procmon.watch",
            "superlance: superlance, superlance.status, superlance.spool, superlance.pause, superlance.events"
                    + ", superlance.report",
            "packaging: packaging, packaging.cds");

    /** A layer, then the others that it depends on, in at least one place each. */
    private static final Map<String, List<String>> DEPENDENCIES = table(
            "util:",
            "base: util",
            "supervisord: util, base",
            "action: util, base, supervisord",
            "command line: util, base, supervisord, action",
            "runtime: util, base, supervisord, action, command line",
            "process monitor: util, supervisord",
            "embedded supervisor: util, base, supervisord, runtime, process monitor",
            "commands: util, base, supervisord, action, command line, runtime, process monitor, embedded supervisor",
            "superlance: util, base, supervisord, action, command line, runtime, process monitor, commands",
            "packaging: util, supervisord, command line, runtime, superlance");

    @ArchTest
    static void everyPackageIsInOneLayer(JavaClasses classes) {
        Set<String> packages = classes.stream().map(ArchitectureTest::packageOf).collect(Collectors.toSet());

        assertThat(LAYERS.values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(packages);
    }

    @ArchTest
    static void layersDependOnThoseThatTheyMayAndOnNoOther(JavaClasses classes) {
        Map<String, List<String>> found = new TreeMap<>();
        dependencies(classes)
                .collect(groupingBy(
                        dependency -> layerOf(dependency.getOriginClass()),
                        TreeMap::new,
                        mapping(
                                dependency -> layerOf(dependency.getTargetClass()),
                                Collectors.toCollection(TreeSet::new))))
                .forEach((layer, others) -> {
                    others.remove(layer);
                    found.put(layer, new ArrayList<>(others));
                });
        Map<String, List<String>> allowed = new TreeMap<>();
        DEPENDENCIES.forEach(
                (layer, others) -> allowed.put(layer, others.stream().sorted().toList()));

        assertThat(found).isEqualTo(allowed);
    }

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching(ALL + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_COMMAND_KNOWS_ANOTHER = slices().matching(ALL + "(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAnyPackage(ALL + "superlance", ALL + "packaging.."), alwaysTrue())
            .ignoreDependency(alwaysTrue(), resideInAPackage(CORE + "."));

    @ArchTest
    static final ArchRule PROCESS_MONITOR_KNOWS_NO_SUPERVISORD = noClasses()
            .that()
            .resideInAnyPackage(PROCMON + "signal", PROCMON + "spawn", PROCMON + "policy", PROCMON + "monitor")
            .should()
            .dependOnClassesThat(describe(
                    "of superlance beside util and /proc",
                    found -> inProject(found)
                            && !Set.of("listener.util", "listener.process").contains(packageOf(found))
                            && !layerOf(found).equals("process monitor")));

    @ArchTest
    static final ArchRule SUPERLANCE_KNOWS_NO_EMBEDDED_SUPERVISOR = noClasses()
            .that()
            .resideInAPackage(ALL + "superlance")
            .should()
            .dependOnClassesThat(describe(
                    "of the embedded supervisor",
                    found -> inProject(found) && layerOf(found).equals("embedded supervisor")));

    @ArchTest
    static final ArchRule ONLY_SUPERVISOR_AND_RPC_KNOW_XML = onlyIn(
            List.of(CORE + "supervisor", PROCMON + "rpc"), "org.apache.xmlrpc..", "org.xml.sax..", "org.w3c.dom..");

    @ArchTest
    static final ArchRule ONLY_NOTIFY_KNOWS_MAIL =
            onlyIn(List.of(CORE + "notify.mail"), "jakarta.mail..", "org.eclipse.angus..");

    @ArchTest
    static final ArchRule ONLY_LOGGING_KNOWS_LOGBACK = onlyIn(List.of(CORE + "runtime.logging"), "ch.qos.logback..");

    @ArchTest
    static final ArchRule ONLY_CLI_AND_COMMANDS_KNOW_PICOCLI = noClasses()
            .that()
            .resideOutsideOfPackages(CORE + "cli", ALL + "packaging")
            .and()
            .haveSimpleNameNotEndingWith("Command")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule ONLY_PROCESS_AND_SPAWN_START_PROCESSES = noClasses()
            .that()
            .resideOutsideOfPackages(CORE + "process", PROCMON + "spawn", ALL + "packaging..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class);

    @ArchTest
    static final ArchRule ONLY_COMMAND_CONTEXT_KNOWS_THE_STREAMS_OF_THE_JVM = noClasses()
            .that(areNot(CORE + "runtime.CommandContext"))
            .and()
            .resideOutsideOfPackage(ALL + "packaging..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Runtime.class, "addShutdownHook", Thread.class);

    @ArchTest
    static final ArchRule ONLY_COMMAND_CONTEXT_READS_THE_ENVIRONMENT = noClasses()
            .that(areNot(
                    CORE + "runtime.CommandContext",
                    // what a child inherits
                    PROCMON + "spawn.LaunchSpec"))
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule ONLY_THREADS_MAKES_THREADS = noClasses()
            .that(areNot(CORE + "util.Threads"))
            .should()
            .callConstructorWhere(describe(
                    "it is one of Thread", call -> call.getTargetOwner().isAssignableTo(Thread.class)));

    @ArchTest
    static final ArchRule ONLY_MAIN_ENDS_THE_JVM = noClasses()
            .that(describe(
                    "have no main method",
                    found -> found.tryGetMethod("main", String[].class).isEmpty()))
            .and(areNot(CORE + "runtime.CommandContext"))
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule NOTHING_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule NO_STATIC_STATE =
            noFields().that().areStatic().should().notBeFinal();

    @ArchTest
    static final ArchRule NO_METHOD_DECLARES_THROWABLE = methods().should().notDeclareThrowableOfType(Throwable.class);

    @ArchTest
    static final ArchRule RESTART_HAS_NO_CYCLES_OF_CLASSES =
            slices().assignedFrom(new ClassesOf("listener.restart")).should().beFreeOfCycles();

    /** What they decide is a matter of what happened and when, and is tested without waiting. */
    @ArchTest
    static final ArchRule STATE_MACHINES_KNOW_NO_THREADS_AND_NO_FILES = noClasses()
            .that()
            .resideInAnyPackage(PROCMON + "policy", PROCMON + "eventlistener", PROCMON + "subprocess")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.nio.file..", "java.net..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule ONLY_EMBEDDED_KNOWS_RPC = noClasses()
            .that()
            .resideOutsideOfPackages(PROCMON + "rpc", PROCMON + "embedded")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PROCMON + "rpc");

    @ArchTest
    static final ArchRule CONFIGS_ARE_RECORDS = classes()
            .that()
            .implement(ListenerSettings.class)
            .and()
            .areNotInterfaces()
            .should()
            .beRecords();

    /** What the options say is in a config by then. */
    @ArchTest
    static final ArchRule LISTENERS_DO_NOT_DEPEND_ON_CLI = noClasses()
            .that(describe(
                    "make up a listener",
                    found -> inProject(found)
                            && layerOf(found).equals("commands")
                            && !packageOf(found).equals("procmon")))
            .and()
            .haveSimpleNameNotEndingWith("Command")
            .and()
            .haveSimpleNameNotEndingWith("Options")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CORE + "cli");

    private static Map<String, List<String>> table(String... rows) {
        Map<String, List<String>> table = new TreeMap<>();
        for (String row : rows) {
            String[] columns = row.split(": ?", 2);
            table.put(columns[0], columns[1].isEmpty() ? List.of() : List.of(columns[1].split(", ")));
        }
        return table;
    }

    private static Stream<Dependency> dependencies(JavaClasses classes) {
        return classes.stream()
                .flatMap(found -> found.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> inProject(dependency.getTargetClass()));
    }

    private static boolean inProject(JavaClass found) {
        return found.getBaseComponentType().getPackageName().startsWith(ALL);
    }

    /** Without the beginning that all have. */
    private static String packageOf(JavaClass found) {
        return found.getBaseComponentType().getPackageName().substring(ALL.length());
    }

    private static String layerOf(JavaClass found) {
        return LAYERS.entrySet().stream()
                .filter(layer -> layer.getValue().contains(packageOf(found)))
                .map(Map.Entry::getKey)
                .findAny()
                .orElse("none: " + packageOf(found));
    }

    private static DescribedPredicate<JavaClass> areNot(String... names) {
        return describe(
                "are not " + String.join(", ", names),
                found -> Arrays.stream(names)
                        .noneMatch(name ->
                                found.getName().equals(name) || found.getName().startsWith(name + "$")));
    }

    private static ArchRule onlyIn(List<String> packages, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    /** A slice for each class of the package, with those that are nested in it. */
    private record ClassesOf(String name) implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass found) {
            return inProject(found) && packageOf(found).equals(name)
                    ? SliceIdentifier.of(found.getName().replaceAll("\\$.*", ""))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "classes of " + name;
        }
    }
}
