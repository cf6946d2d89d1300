package org.superlance.listener.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.restart.RestartJournal.FileRestartJournal;
import org.superlance.listener.restart.RestartNote;
import org.superlance.listener.state.FileLocks;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.supervisor.Namespec;

class AbandonedStateTest {

    private static final String SERVER = "unix:///run/supervisor.sock";
    private static final ListenerId OLD = new ListenerId("memmon", "old", "old", SERVER);
    private static final ListenerId NEW = new ListenerId("memmon", "new", "new", SERVER);
    private static final String NOTE = "\nstopped to be started again, since 2026-11-21T02:54:56.192Z\n";

    @TempDir
    Path base;

    private final FileLocks locks = new FileLocks();

    @Test
    void saysWhatWaitsWhoseItWasAndWhatToDo() throws IOException {
        Path old = directory(OLD);
        write(old.resolve("restarts/web%3Aw1.restart"), "web:w1" + NOTE);
        write(old.resolve("restarts/b.restart"), "\0\0");
        write(old.resolve("outbox/1.alert"), "");
        write(old.resolve("outbox-command-1/1.alert"), "");
        write(old.resolve("incidents/1.alert"), "");

        assertThat(found())
                .singleElement()
                .extracting(AbandonedState::sentence)
                .isEqualTo("state directory " + old + " holds interrupted restarts of b.restart, web:w1, 2 alerts,"
                        + " 1 unreported failure of memmon old:old of supervisord at " + SERVER
                        + ", which does not run; run that listener again, or start the programs that are stopped"
                        + " (supervisorctl start NAME) and move the alerts to the outbox of a running listener, and"
                        + " delete the directory");
    }

    @Test
    void isNotOneThatIsEmptyOrInUseOrOurs() throws IOException {
        directory(OLD);
        write(directory(NEW).resolve("outbox/1.alert"), "");
        ListenerId running = new ListenerId("httpok", "site", "site", SERVER);
        write(directory(running).resolve("outbox/1.alert"), "");
        Files.writeString(base.resolve("a file"), "");

        try (StateDirectory other = new StateDirectory(base, running, locks)) {
            other.own();
            assertThat(found()).isEmpty();
        }
        assertThat(found()).hasSize(1);
    }

    @Test
    void asksForTheLockOnlyWhereSomethingIsLeft() throws IOException {
        directory(OLD);
        ListenerId crowded = new ListenerId("httpok", "site", "site", SERVER);
        write(directory(crowded).resolve("outbox/1.alert"), "");
        List<Path> asked = new ArrayList<>();

        AbandonedState.in(base, base.resolve(NEW.fileName()), asked::add);

        assertThat(asked).containsExactly(base.resolve(crowded.fileName()));
    }

    @Test
    void namesADirectoryThatDoesNotSayWhoseItIs() throws IOException {
        write(base.resolve("copy/outbox/1.alert"), "");
        write(base.resolve("copy/about"), "command: memmon\nlistener: old:old\nsupervisord: " + SERVER + "\n");

        assertThat(found()).singleElement().satisfies(state -> {
            assertThat(state.sentence()).contains("holds 1 alert of an unknown listener, which does not run");
            assertThat(state.hasRestartsOf(SERVER)).isFalse();
        });
    }

    @Test
    void givesItsRestartsButForThoseThatTheOtherHasItself() throws IOException {
        Path old = directory(OLD);
        write(old.resolve("restarts/web%3Aw1.restart"), "web:w1" + NOTE);
        write(old.resolve("restarts/web%3Aw2.restart"), "web:w2" + NOTE);
        Path mine = directory(NEW).resolve("restarts");
        write(mine.resolve("web%3Aw1.restart"), "web:w1" + NOTE);
        FileRestartJournal journal = new FileRestartJournal(mine, InstantSource.system());
        assertThat(journal.pending()).hasSize(1);
        AbandonedState state = found().get(0);
        assertThat(state.hasRestartsOf(SERVER)).isTrue();
        assertThat(state.hasRestartsOf("unix:///other.sock")).isFalse();

        assertThat(state.giveRestartsTo(journal, locks)).isTrue();

        assertThat(journal.pending()).extracting(RestartNote::name).containsExactly(Namespec.parse("web:w2"));
        assertThat(old.resolve("restarts")).isDirectoryContaining("glob:**/web%3Aw1.restart");
    }

    @Test
    void isNamedButNotBelievedIfAnotherUserHasMadeIt() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to be somebody else");
        Path old = directory(OLD);
        write(old.resolve("restarts/web%3Aw1.restart"), "web:w1" + NOTE);
        Files.setAttribute(old, "unix:uid", 65_534);

        assertThat(found()).singleElement().satisfies(state -> {
            assertThat(state.restarts()).containsExactly("web:w1");
            assertThat(state.hasRestartsOf(SERVER)).isFalse();
        });
    }

    @Test
    void givesNothingWhenItsListenerRunsAgain() throws IOException {
        Path old = directory(OLD);
        write(old.resolve("restarts/web%3Aw1.restart"), "web:w1" + NOTE);
        AbandonedState state = found().get(0);
        FileRestartJournal journal = new FileRestartJournal(base.resolve("mine"), InstantSource.system());

        try (StateDirectory again = new StateDirectory(base, OLD, locks)) {
            again.own();

            assertThat(state.giveRestartsTo(journal, locks)).isFalse();
        }
        assertThat(journal.pending()).isEmpty();
    }

    private List<AbandonedState> found() {
        return AbandonedState.in(base, base.resolve(NEW.fileName()), locks);
    }

    /** As a listener has left it. */
    private Path directory(ListenerId id) throws IOException {
        try (StateDirectory directory = new StateDirectory(base, id, locks)) {
            directory.own();
            return directory.path();
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
