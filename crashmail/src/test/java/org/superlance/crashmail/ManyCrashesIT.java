package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestCommand;

/**
 * A hundred programs under a real supervisord. Whether its buffer overflows is a matter of speed where they die one
 * after the other within a second, and certain where it finds them all dead in one round; none must be missing in either
 * case.
 */
class ManyCrashesIT {

    private static final Path JAR = PackagedCommand.file("crashmail");
    private static final int MANY = 100;

    @TempDir
    Path directory;

    /** What the programs read from. */
    private @Nullable RandomAccessFile pipe;

    @AfterEach
    void closeThePipe() throws IOException {
        if (pipe != null) {
            pipe.close();
        }
    }

    @Test
    void mailsAboutEachOfAHundredProgramsThatDieInTheSameSecond() throws Exception {
        try (RealSupervisord server = hundred("sleep 0.%(process_num)02d; ").start()) {
            awaitAll(server);

            letDie();

            server.await("all mails", () -> mails() >= MANY + 1);
            String mail = mail();
            for (int i = 0; i < MANY; i++) {
                String name = "w_%02d".formatted(i);
                assertThat(mail)
                        .containsOnlyOnce("Subject: " + name + " crashed at ")
                        .containsPattern("(?m)^Subject: " + name
                                + " crashed at \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}\r?$")
                        .containsPattern("(?m)^Process " + name
                                + " in group web exited unexpectedly \\(pid \\d+\\) from\\s+state RUNNING");
            }
            assertThat(count(mail, "Cause: exit status 7")).isEqualTo(MANY);
            assertThat(count(mail, "Uptime: ")).isEqualTo(MANY + 1);
        }
    }

    /** They all die in one round of supervisord's loop, and it discards the events that its buffer does not hold. */
    @Test
    void mailsAboutEachOfAHundredProgramsAlsoWhenTheirEventsAreDiscarded() throws Exception {
        try (RealSupervisord server = hundred("").start()) {
            List<Long> programs = awaitAll(server);

            TestCommand.signal("STOP", List.of(server.process().pid()));
            letDie();
            server.await("the death of all", () -> programs.stream().allMatch(ManyCrashesIT::isDead));
            TestCommand.signal("CONT", List.of(server.process().pid()));

            server.await("all mails", () -> mails() >= MANY + 1);
            String mail = mail();
            for (int i = 0; i < MANY; i++) {
                assertThat(mail).containsOnlyOnce("Subject: w_%02d crashed at ".formatted(i));
            }
            assertThat(count(mail, "Cause: exit status 7")).isEqualTo(MANY);
            assertThat(server.log()).contains("overflow");
        }
    }

    /**
     * There is no log to read, and the events of most are discarded: the process table is all that tells of them. That they
     * are restarted at once leaves nothing there but other pids.
     */
    @ParameterizedTest
    @ValueSource(strings = {"autorestart=false", "autorestart=true"})
    void mailsAboutEachOfAHundredProgramsWhereSupervisordKeepsNoLog(String autorestart) throws Exception {
        try (RealSupervisord server =
                hundred("", autorestart).settings("logfile=/dev/null").start()) {
            server.await("all running", () -> pids(server).size() == MANY);
            server.await(
                    "a look at them",
                    () -> MailDirectory.ledger(directory.resolve("state")).contains("w_99\t"));
            List<Long> programs = pids(server);

            TestCommand.signal("STOP", List.of(server.process().pid()));
            letDie();
            server.await("the death of all", () -> programs.stream().allMatch(ManyCrashesIT::isDead));
            TestCommand.signal("CONT", List.of(server.process().pid()));

            server.await("all mails", () -> mails() >= MANY);
            String mail = mail();
            for (int i = 0; i < MANY; i++) {
                assertThat(mail).containsOnlyOnce("Subject: w_%02d crashed at ".formatted(i));
            }
            if (autorestart.endsWith("true")) {
                assertThat(mail).containsPattern("died between [0-9:]{8} and [0-9:]{8}; exit status unknown\\s+\\(");
            }
        }
    }

    /**
     * Waits until all programs run and the listener has told of a first death: what is discarded before it listens,
     * however late it starts, is another matter.
     *
     * @return the pids of those that are to die
     */
    private List<Long> awaitAll(RealSupervisord server) {
        server.client().start(Namespec.parse("first"), false);
        server.await("the first mail", () -> mails() == 1);
        server.await("all running", () -> pids(server).size() == MANY);
        return pids(server);
    }

    private static List<Long> pids(RealSupervisord server) {
        return server.processes().stream()
                .filter(process -> process.name().group().equals("web") && process.state() == ProcessState.RUNNING)
                .map(ProcessInfo::pid)
                .toList();
    }

    /** A line for each: who comes to read late finds his too, as long as somebody has the pipe open. */
    private void letDie() throws IOException {
        Objects.requireNonNull(pipe).write("\n".repeat(MANY).getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether it has ended; its parent need not have noticed. */
    private static boolean isDead(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RealSupervisordBuilder hundred(String pause) throws IOException {
        // to start them again would take supervisord longer than its buffer lasts
        return hundred(pause, "autorestart=false");
    }

    private RealSupervisordBuilder hundred(String pause, String autorestart) throws IOException {
        Path go = directory.resolve("go");
        TestCommand.output(List.of("mkfifo", go.toString()));
        pipe = new RandomAccessFile(go.toFile(), "rw");
        return RealSupervisord.in(directory)
                .settings("minfds=1024")
                .section(
                        "program:web",
                        "command=sh -c \"read x < " + go + "; " + pause + "exit 7\"",
                        "process_name=w_%(process_num)02d",
                        "numprocs=" + MANY,
                        autorestart,
                        "stdout_logfile=NONE",
                        "stderr_logfile=NONE")
                .section("program:other", "command=sleep 1000000")
                .section("program:first", "command=false", "startsecs=0", "autostart=false", "autorestart=false")
                .section(
                        "eventlistener:crashmail",
                        "command=" + JAR + " -m bob@example.com --state-dir " + directory.resolve("state")
                                + " -s \"sleep 0.1; cat >> " + directory.resolve("mail") + "\"",
                        "events=PROCESS_STATE_EXITED",
                        // the usual size
                        "buffer_size=10",
                        RealSupervisord.credentials());
    }

    private long mails() {
        return count(mail(), "Message-ID: <");
    }

    private String mail() {
        return MailDirectory.text(directory.resolve("mail"));
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }
}
