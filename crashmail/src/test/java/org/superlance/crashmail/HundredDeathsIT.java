package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.superlance.listener.testkit.Command;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/**
 * A hundred programs under a real supervisord. Alone on the machine: where supervisord itself does not run for a tenth of
 * a second, it finds more dead than its buffer holds, whatever its listener does.
 */
@Isolated
class HundredDeathsIT {

    private static final Path JAR = PackagedCommand.file("crashmail");
    private static final int MANY = 100;

    @TempDir
    Path directory;

    @Test
    void mailsAboutEachOfAHundredProgramsThatDieInTheSameSecond() throws Exception {
        try (RealSupervisord server = hundred("sleep 0.%(process_num)02d; ").start()) {
            server.await("all running", () -> count(server.ctl("status"), "RUNNING") == MANY + 2);

            // every reader gets its end of file in the same moment, and dies within the second
            Files.newOutputStream(directory.resolve("go")).close();

            server.await("all mails", () -> mails("mail") == MANY);
            String mail = mail("mail");
            for (int i = 0; i < MANY; i++) {
                String name = "w_%02d".formatted(i);
                assertThat(mail)
                        .containsPattern("(?m)^Subject: " + name
                                + " crashed at \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}\r?$")
                        .containsPattern("(?m)^Process " + name
                                + " in group web exited unexpectedly \\(pid \\d+\\) from\\s+state RUNNING");
            }
            assertThat(count(mail, "What happened: exit status 7")).isEqualTo(MANY);
            assertThat(count(mail, "It had run for: ")).isEqualTo(MANY);
        }
    }

    /** They all die in one round of supervisord's loop, and it discards the events that its buffer does not hold. */
    @Test
    void mailsAboutEachOfAHundredProgramsAlsoWhenTheirEventsAreDiscarded() throws Exception {
        try (RealSupervisord server = hundred("").start()) {
            server.await("all running", () -> count(server.ctl("status"), "RUNNING") == MANY + 2);

            Files.newOutputStream(directory.resolve("go")).close();

            server.await("all mails", () -> mails("mail") >= MANY);
            String mail = mail("mail");
            for (int i = 0; i < MANY; i++) {
                assertThat(mail).containsOnlyOnce("Subject: w_%02d crashed at ".formatted(i));
            }
            assertThat(count(mail, "What happened: exit status 7")).isEqualTo(MANY);
        }
    }

    private RealSupervisordBuilder hundred(String pause) {
        Command.output(List.of("mkfifo", directory.resolve("go").toString()));
        return RealSupervisord.in(directory)
                .settings("minfds=1024")
                .section(
                        "program:web",
                        "command=sh -c \"read x < " + directory.resolve("go") + "; " + pause + "exit 7\"",
                        "process_name=w_%(process_num)02d",
                        "numprocs=" + MANY,
                        // to start them again would take supervisord longer than its buffer lasts
                        "autorestart=false",
                        "stdout_logfile=NONE",
                        "stderr_logfile=NONE")
                .section("program:other", "command=sleep 1000000")
                .section(
                        "eventlistener:crashmail",
                        "command=" + JAR + " -m bob@example.com --state-dir " + directory.resolve("state")
                                + " -s \"sleep 0.1; cat >> " + directory.resolve("mail") + "\"",
                        "events=PROCESS_STATE_EXITED",
                        RealSupervisord.credentials());
    }

    private long mails(String file) {
        return count(mail(file), "Message-ID: <");
    }

    private String mail(String file) {
        return Mailbox.text(directory.resolve(file));
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }
}
