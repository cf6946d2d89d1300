package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.testkit.LoadedClasses;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.TestCommand;

/** What a listener does without while nothing is wrong. Sizes differ from machine to machine; what is loaded does not. */
class IdleIT {

    @TempDir
    private Path directory;

    /**
     * The first stream that is made loads thirty classes and more, each of them some KB of memory in each listener, and so does
     * the first formatter of times. The first time zone of java.time reads all others: half a megabyte. The first pattern costs
     * 200 KB, and the first handle of a process 300 KB.
     *
     * @param events of which there are some
     * @param metric that shows when a few of them were handled
     * @param needed a class that is loaded for that
     */
    @ParameterizedTest
    @CsvSource({
        "memmon -a 100GB -m ops@example.com, TICK_5, checks_total.*\"done\".* [3-9], restart.CheckCycle",
        "crashmail -m ops@example.com, TICK_5, events_total.*\"TICK_5\".* [3-9], crash.LogLine",
        "crashmailbatch -t ops@example.com -f me@example.com, TICK_5, events_total.*\"TICK_5\".* [3-9], crash.LogLine",
        "httpok -a -c 401 -b Unauthorized --unix-socket SOCKET http://web/, TICK_5, checks_total.*\"done\".* [3-9], http.HttpClient",
        "oome_monitor all -m ops@example.com, TICK_5, checks_total.*\"done\".* [3-9], restart.CheckCycle",
        "procmon watch -a, TICK_5, checks_total.*\"done\".* [3-9], restart.ProcessSelector"
    })
    void loadsNoClassOfStreamsFormattedTimesPatternsAndProcessHandles(
            String commandLine, String events, String metric, String needed) {
        String[] words = commandLine
                .replace("SOCKET", directory.resolve("s.sock").toString())
                .split(" ", 2);
        List<String> classes =
                LoadedClasses.whileIdle(directory, PackagedCommand.file(words[0]), words[1], events, metric);

        assertThat(classes).contains("org.superlance.listener." + needed);
        List<String> expensive = expensive(classes);
        expensive(loadedByOthers(words[0])).forEach(expensive::remove);
        assertThat(expensive).isEmpty();
    }

    /** Lambdas of the JDK only by the class that they are in. */
    private static List<String> expensive(List<String> classes) {
        List<String> expensive = new ArrayList<>();
        for (String name : classes) {
            if (LoadedClasses.isExpensive(name)) {
                expensive.add(withoutNumber(name));
            }
        }
        return expensive;
    }

    /** What is loaded for picocli, which has patterns, and for {@link LibrariesMain}. */
    private List<String> loadedByOthers(String command) {
        Path log = directory.resolve("others");
        String option = LoadedClasses.option(log);
        List<String> classes = new ArrayList<>();
        TestCommand.output(List.of(
                "env",
                "SUPERLANCE_JAVA_OPTS=" + option,
                PackagedCommand.file(command).toString(),
                "--version"));
        classes.addAll(LoadedClasses.in(log));
        TestCommand.output(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                LibrariesMain.class.getName()));
        classes.addAll(LoadedClasses.in(log));
        return classes;
    }

    private static String withoutNumber(String name) {
        return name.replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda");
    }

    /**
     * What SLF4J does when it begins, and what the JDK makes for a record. The first has a pattern before Java 18, the second
     * a stream in Java 25; the installed packages do without it.
     */
    static final class LibrariesMain {

        private LibrariesMain() {}

        private record Key(String name) {}

        public static void main(String[] args) {
            String unused = String.format("%s", new Key("a").equals(new Key("b")));
        }
    }
}
