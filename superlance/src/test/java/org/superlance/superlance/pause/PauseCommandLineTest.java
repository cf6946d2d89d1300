package org.superlance.superlance.pause;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
        assertThat(resume("web:w1")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString(UTF_8)).startsWith("nothing to resume: none of these programs is paused in ");
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
