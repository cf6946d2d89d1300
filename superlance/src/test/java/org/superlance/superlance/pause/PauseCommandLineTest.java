package org.superlance.superlance.pause;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.pause.Pause;
import org.superlance.listener.pause.PauseFiles;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.CommandLineFixture;

class PauseCommandLineTest extends CommandLineFixture {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");

    @TempDir
    private Path base;

    private boolean resuming;

    @Override
    protected int command(CommandContext context, String... arguments) {
        return resuming ? ResumeMain.run(context, arguments) : PauseMain.run(context, arguments);
    }

    @Test
    void pausesAllProgramsForAnHour() {
        assertThat(pause()).isEqualTo(ExitStatus.OK);

        assertThat(out.toString(UTF_8)).startsWith("all programs paused until 03:54 by ");
        assertThat(open())
                .singleElement()
                .satisfies(pause -> assertThat(pause.end()).isEqualTo("2026-11-21T03:54:56Z"));
    }

    @Test
    void pausesEachNameByItself() {
        pause("--for", "30m", "web:*", "db");

        assertThat(open()).hasSize(2);
        assertThat(open()).anyMatch(pause -> pause.covers(new Namespec("web", "w1")));
        assertThat(open()).anyMatch(pause -> pause.covers(new Namespec("db", "db")));
    }

    @Test
    void saysSoIfNoListenerSeesThePause() {
        pause();

        assertThat(err.toString(UTF_8)).contains("no running listener keeps its state in " + base);
    }

    @Test
    void namesWhoIsBehindSudo() {
        resuming = false;
        run(Map.of("SUDO_USER", "ann"), false, "--state-dir", base.toString());

        assertThat(open())
                .singleElement()
                .satisfies(pause -> assertThat(pause.by()).endsWith(" (ann)"));
    }

    @Test
    void resumesWhatIsPaused() {
        pause("web:*");
        out.reset();

        assertThat(resume("web:w1")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString(UTF_8)).startsWith("web:* but for web:w1 paused until 03:54 by ");

        out.reset();
        resume();
        assertThat(out.toString(UTF_8)).isEqualTo("web:* but for web:w1 resumed\n");
        assertThat(open()).isEmpty();

        out.reset();
        assertThat(resume()).isEqualTo(ExitStatus.OK);
        assertThat(out.toString(UTF_8)).startsWith("nothing to resume: no program is paused in ");
    }

    @Test
    void saysWhatIsNotPaused() {
        pause("web:*");
        out.reset();
        err.reset();

        assertThat(resume("db:db", "web:w1")).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString(UTF_8)).startsWith("superlance: 'db:db' is not paused in " + base);
        assertThat(out.toString(UTF_8)).startsWith("web:* but for web:w1 paused until 03:54 by ");
    }

    @Test
    void resumeKnowsTheOptionsOfTheServer() {
        assertThat(resume("--server-url", "http://127.0.0.1:1", "db")).isEqualTo(ExitStatus.FAILED);
        err.reset();
        assertRefused("superlance resume", resume("--server-url", "nowhere", "db"), "nowhere", "unix://");
    }

    @Test
    void saysHowGroupsAreWritten() {
        assertThat(pause("gr*")).isEqualTo(ExitStatus.OK);

        assertThat(err.toString(UTF_8)).contains("'gr*' names programs, not groups; for groups write 'gr*:*'");
    }

    @Test
    void refusesAPauseWithoutEnd() {
        assertRefused("superlance pause", pause("--for", "8d"), "--for", "a pause lasts 7d at most");
    }

    @Test
    void refusesAPauseOfNoTime() {
        assertRefused("superlance pause", pause("--for", "0"), "--for", "a pause lasts 1s at least");
    }

    @Test
    void refusesWhatIsNoName() {
        assertRefused("superlance pause", pause(":"), "':' names no process", "group:*");
    }

    @Test
    void saysWhichDirectoryIsMissing() {
        int status = run(Map.of(), false, "--state-dir", base.resolve("missing").toString());

        assertThat(status).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString(UTF_8)).contains("does not exist; name that of the listeners: --state-dir DIR");
    }

    @Test
    void refusesADirectoryInWhichNoListenerWouldBelieveThePause() throws IOException {
        Path pauses = Files.createDirectory(base.resolve("pauses"));
        Files.setPosixFilePermissions(pauses, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(pause("db")).isEqualTo(ExitStatus.FAILED);

        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8))
                .isEqualTo("superlance: cannot write to " + base + ": " + pauses
                        + " can be changed by other users (mode 0777); no listener would believe a pause there: let only"
                        + " its owner write to it (chmod go-w), and run this command as that user\n");
        assertThat(pauses).isEmptyDirectory();
    }

    @Test
    void namesNoOwnerWhereThatWouldNotHelp() throws IOException {
        pause("db");
        try (Stream<Path> files = Files.list(base.resolve("pauses"))) {
            Path file = files.findFirst().orElseThrow();
            Files.delete(file);
            Files.createDirectories(file.resolve("full"));
        }
        err.reset();

        assertThat(pause("db")).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString(UTF_8)).contains("cannot write to " + base).doesNotContain("owner");
    }

    private List<Pause> open() {
        return new PauseFiles(base).read().open(NOW);
    }

    private int pause(String... arguments) {
        resuming = false;
        return runHere(arguments);
    }

    private int resume(String... arguments) {
        resuming = true;
        return runHere(arguments);
    }

    private int runHere(String... arguments) {
        return run(
                Map.of(),
                false,
                Stream.concat(Stream.of("--state-dir", base.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }
}
