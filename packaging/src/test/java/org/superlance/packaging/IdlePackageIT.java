package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.testkit.LoadedClasses;

/** What a listener of the packages does without while nothing is wrong, libraries included; {@code IdleIT} has the reasons. */
class IdlePackageIT {

    private static final Path ROOT = Path.of("target/root").toAbsolutePath();

    @TempDir
    private Path directory;

    /**
     * @param metric that shows when a few events were handled
     * @param needed a class that is loaded for that
     */
    @ParameterizedTest
    @CsvSource({
        "memmon -a 100GB -m ops@example.com, checks_total.*\"done\".* [3-9], restart.CheckCycle",
        "oome_monitor all, checks_total.*\"done\".* [3-9], restart.CheckCycle",
        "crashmail -m ops@example.com, events_total.*\"TICK_5\".* [3-9], crash.LogLine",
        "crashmailbatch -t ops@example.com -f me@example.com, events_total.*\"TICK_5\".* [3-9], crash.LogLine"
    })
    void hasNoStreamPatternFormattedTimeAndProcessHandle(String commandLine, String metric, String needed)
            throws IOException {
        String[] words = commandLine.split(" ", 2);
        List<String> classes = LoadedClasses.whileIdle(directory, command(words[0]), words[1], "TICK_5", metric);

        assertThat(classes).contains("org.superlance.listener." + needed);
        assertThat(classes)
                .filteredOn(name -> LoadedClasses.isExpensive(name) || name.equals("java.lang.runtime.ObjectMethods"))
                .isEmpty();
    }

    /** The command of the package, with the paths of where it is built. */
    private Path command(String name) throws IOException {
        String script = Files.readString(ROOT.resolve("usr/bin").resolve(name));
        Path command = directory.resolve(name);
        Files.writeString(
                command,
                script.replace("/usr/share", ROOT.resolve("usr/share").toString())
                        .replace("/var/cache", directory.toString()));
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        return command;
    }
}
