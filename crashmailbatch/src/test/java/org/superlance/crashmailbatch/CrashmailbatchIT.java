package org.superlance.crashmailbatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.MailServer;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestCommand;

/** The packaged crashmailbatch under a real supervisord, with programs that really die. */
class CrashmailbatchIT {

    private static final Path JAR = PackagedCommand.file("crashmailbatch");
    private static final String PASSWORD = "hidden-word";

    @TempDir
    Path directory;

    @Test
    void everyCrashArrivesOnceThoughTheServerIsDownAndTheListenerIsKilled() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        String options = " -u me --password-file " + password + " -i 0.1 --state-dir " + directory.resolve("state");
        try (MailServer mail = MailServer.stopped();
                RealSupervisord server = with(mail, options).start()) {
            server.client().startGroup("early", false);
            await(server, "an attempt to deliver", "not delivered: ");

            server.client().startGroup("late", false);
            IntStream.range(0, 10)
                    .forEach(number -> await(server, "a late one to be taken in", "late:late_" + number + " (pid"));
            // its event comes when all others are acknowledged: none of them is sent again to the next life
            server.client().start(Namespec.parse("last"), false);
            await(server, "the last one to be taken in", "last:last (pid");
            server.client().signal(Namespec.parse("crashmailbatch"), "KILL");
            server.awaitLog("exited: crashmailbatch \\(terminated by SIGKILL");
            mail.requireLogin("me", PASSWORD);
            mail.start();

            server.await(
                    "all crashes",
                    () -> mail.linesWith("Process early:").size()
                                    + mail.linesWith("Process late:").size()
                            >= 20);
            IntStream.range(0, 10)
                    .forEach(number -> assertThat(mail.linesWith("Process early:early_" + number + " (pid "))
                            .hasSize(1));
            IntStream.range(0, 10)
                    .forEach(number -> assertThat(mail.linesWith("Process late:late_" + number + " (pid "))
                            .hasSize(1));
            assertThat(mail.headers("Subject")).containsOnly("Crash alert from supervisord");
            assertThat(mail.headers("From")).containsOnly("supervisord@example.com");
            assertThat(mail.headers("Message-ID")).doesNotHaveDuplicates();
            assertThat(mail.texts())
                    .containsPattern("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} -- Process"
                            + " early:early_0 \\(pid \\d+\\) died unexpectedly: ")
                    .doesNotContain("fine")
                    .contains("Host: ");
            assertThat(server.stderrOf("crashmailbatch")).doesNotContain(PASSWORD);
            assertThat(server.log()).doesNotContain("overflow");
        }
    }

    @Test
    void withoutAStateDirectoryTellsWhatWaitsWhenItIsTerminated() {
        try (MailServer mail = MailServer.started();
                RealSupervisord server = with(mail, " -i 60 --group-wait 1s --collapse 2 --exclude late:late_3")
                        .start()) {
            // a listener has a few seconds to tell what waits: it has sent a mail before, and knows how
            die(server, "late:late_0");
            server.await("the first mail", () -> mail.mails().size() == 1);
            die(server, "late:late_3");
            die(server, "early:early_0");
            die(server, "early:early_0");
            die(server, "early:early_0");
            await(server, "the third crash", "3 times in the last hour; to be told at");

            server.client().stop(Namespec.parse("crashmailbatch"), true);

            assertThat(mail.mails())
                    .as("mails:%n%s%nlog:%n%s", mail.texts(), server.stderrOf("crashmailbatch"))
                    .hasSize(2);
            assertThat(mail.texts())
                    .containsPattern("(?m)^early:early_0 died 3 times \\([\\d:]+ to [\\d:]+\\): ")
                    .doesNotContain("late_3");
        }
    }

    @Test
    void aDryRunOnlySaysWhatItWouldTell() {
        try (MailServer mail = MailServer.started();
                RealSupervisord server = with(mail, " -i 0.05 --dry-run").start()) {
            die(server, "early:early_0");

            await(server, "the last of the words", "dry run:     Host: ");

            assertThat(server.stderrOf("crashmailbatch"))
                    .contains("dry run: would send 'Crash alert from supervisord':")
                    .containsPattern("dry run: .* -- Process early:early_0 \\(pid ");
            assertThat(mail.mails()).isEmpty();
        }
    }

    @Test
    void everyDeathArrivesOnceWhenTheListenerDiesWithThePrograms() throws Exception {
        try (MailServer mail = MailServer.started();
                RealSupervisord server = with(
                                mail, " -i 0.1 --exclude crashmailbatch --state-dir " + directory.resolve("state"))
                        .section(
                                "program:long",
                                "command=sleep 1000000",
                                "process_name=long_%(process_num)02d",
                                "numprocs=20")
                        .start()) {
            die(server, "early:early_0");
            server.await("the first mail", () -> mail.mails().size() == 1);
            List<Long> all = Stream.concat(
                            IntStream.range(0, 20).mapToObj("long:long_%02d"::formatted), Stream.of("crashmailbatch"))
                    .map(name -> {
                        server.awaitRunning(name);
                        return server.pid(name);
                    })
                    .toList();

            TestCommand.signal("STOP", List.of(server.process().pid()));
            TestCommand.signal("KILL", all);
            TestCommand.signal("CONT", List.of(server.process().pid()));

            server.await("all deaths", () -> mail.linesWith("Process long:").size() >= 20);
            die(server, "late:late_0");
            server.await("the last death", () -> mail.linesWith("Process late:").size() == 1);
            IntStream.range(0, 20)
                    .forEach(number -> assertThat(mail.linesWith("Process long:long_%02d (pid ".formatted(number)))
                            .hasSize(1));
        }
    }

    /** Starts a program, and waits for its death: while it runs it cannot be started again. */
    private static void die(RealSupervisord server, String name) {
        server.client().start(Namespec.parse(name), false);
        server.await(ProcessState.EXITED, name);
    }

    private RealSupervisordBuilder with(MailServer mail, String options) {
        String state = options.contains("--state-dir") ? "" : " --state-dir /dev/null/none";
        RealSupervisordBuilder builder = RealSupervisord.in(directory);
        for (String name : new String[] {"early", "late"}) {
            builder.section(
                    "program:" + name,
                    "command=sh -c \"exit 7\"",
                    "process_name=%(program_name)s_%(process_num)d",
                    "numprocs=10",
                    "startsecs=0",
                    "autostart=false",
                    "autorestart=false");
        }
        return builder.section(
                        "program:last",
                        "command=sh -c \"exit 7\"",
                        "startsecs=0",
                        "autostart=false",
                        "autorestart=false")
                .section("program:fine", "command=true", "startsecs=0", "autorestart=false")
                .section(
                        "eventlistener:crashmailbatch",
                        "command=" + JAR + " -t ops@example.com -f supervisord@example.com -H " + mail.address()
                                + options + state,
                        "events=PROCESS_STATE_EXITED",
                        "buffer_size=100",
                        "stopwaitsecs=600",
                        RealSupervisord.credentials());
    }

    private static void await(RealSupervisord server, String what, String inTheLog) {
        server.await(what, () -> server.stderrOf("crashmailbatch").contains(inTheLog));
    }
}
