package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Exposition;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestCommand;

/** The packaged crashmail under a real supervisord, with programs that really die. */
class CrashmailIT {

    private static final Path JAR = PackagedCommand.file("crashmail");

    @TempDir
    Path directory;

    @Test
    void tellsWhatHappenedToWhomIsSelectedAndThatItRunsAgain() throws Exception {
        try (RealSupervisord server = some().start()) {
            server.awaitRunning("victim");
            server.awaitRunning("bystander");
            server.await("the victim's words", () -> server.stderrOf("victim").contains("last words"));

            server.client().signal(Namespec.parse("victim"), "KILL");
            server.client().signal(Namespec.parse("bystander"), "KILL");
            // from then on it listens: whatever is given up meanwhile is told at once
            server.await("the first mail", () -> mails("mail") >= 1);
            server.client().start(Namespec.parse("broken"), false);
            // asking all the time also makes supervisord give up at once what has died: only then the log tells why
            server.await(ProcessState.FATAL, "broken");

            server.await("what was given up", () -> mail("mail").contains("Subject: site: broken was given up at "));
            server.await("the recovery", () -> mail("mail").contains("victim has recovered at "));
            assertThat(mail("mail"))
                    .contains(
                            "Subject: site: broken was given up at ",
                            "Cause: exit status 3",
                            "Subject: site: victim crashed at ",
                            // supervisord has started it again long since: asking for its status would yield 0
                            "Cause: terminated by SIGKILL",
                            "The end of its stderr log:",
                            "last words",
                            "has been running again for ")
                    .doesNotContain("bystander", "first words");
            assertThat(server.stderrOf("crashmail"))
                    .containsPattern("EXITED victim:victim \\(pid \\d+\\): terminated by SIGKILL, up \\d+.*; queued")
                    .doesNotContain("bystander", "s3cret");
            String self = "command=\"crashmail\",%slistener=\"crashmail:crashmail\"";
            server.await(
                    "three mails in the metrics",
                    () -> mail("crash.prom")
                            .contains("superlance_alerts_delivered_total{" + self.formatted("")
                                    + ",destination=\"mail\"} 3\n"));
            Exposition told = Exposition.parse(mail("crash.prom"));
            assertThat(told.value("superlance_alerts_delivered_total{" + self.formatted("destination=\"mail\",") + "}"))
                    .isEqualTo(3);
            assertThat(told.value("superlance_incidents_total{" + self.formatted("kind=\"fatal\",") + "}"))
                    .isEqualTo(1);
            assertThat(told.value("superlance_incidents_waiting{" + self.formatted("") + "}"))
                    .isZero();
            server.await(
                    "the bystander in the log", () -> server.stderrOf("logger").contains("EXITED bystander:bystander"));
            assertThat(server.stderrOf("logger"))
                    .containsPattern("EXITED bystander:bystander .* SIGKILL.*; not sent: no receiver is given")
                    .containsOnlyOnce("FATAL broken:broken is not reported, because --events is EXITED; to report it,"
                            + " write --events EXITED,FATAL")
                    .doesNotContainPattern("broken:broken.*; not sent");
            String byHand = TestCommand.output(List.of(
                    JAR.toString(),
                    "--once",
                    "--events",
                    "exited,fatal",
                    "-C",
                    server.confFile().toString(),
                    "-p",
                    "broken",
                    "-p",
                    "victim",
                    "-p",
                    "nosuch",
                    "-m",
                    "bob@example.com",
                    "-s",
                    "cat > " + directory.resolve("byhand")));
            assertThat(byHand)
                    .containsPattern("broken:broken +FATAL +\\S+ \\S+ +would be told")
                    .containsPattern("victim:victim +RUNNING +\\S+ \\S+ +nothing to tell")
                    .containsPattern("nosuch .* unknown");
            assertThat(mail("byhand")).contains("Subject: broken was given up at ", "Cause: exit status 3");
        }
    }

    @Test
    void aMailCommandRunsWithoutAnAddressAtEachCrash() throws Exception {
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("program:victim", "command=sleep 1000000", "numprocs=1")
                .section(
                        "eventlistener:crashmail",
                        "command=" + JAR + " -s \"cat >> " + directory.resolve("mail") + "\"",
                        "events=PROCESS_STATE_EXITED",
                        RealSupervisord.credentials())
                .start()) {
            for (int crash = 1; crash <= 2; crash++) {
                int number = crash;
                server.awaitRunning("victim");
                server.client().signal(Namespec.parse("victim"), "KILL");
                server.await("mail " + number, () -> mails("mail") >= number);
            }

            server.await("the cause of both", () -> count(mail("mail"), "Cause: terminated by SIGKILL\n") == 2);
            assertThat(mail("mail"))
                    .containsPattern("(?m)^Subject: victim crashed at ")
                    .contains("Process victim in group victim exited unexpectedly (pid ")
                    .doesNotContainPattern("(?im)^(To|Cc|Bcc):");
            assertThat(server.stderrOf("crashmail")).contains("; queued: 'victim crashed at ");
        }
    }

    private RealSupervisordBuilder some() {
        String state = " --state-dir " + directory.resolve("state");
        return RealSupervisord.in(directory)
                .section(
                        "program:broken",
                        "command=sh -c \"exit 3\"",
                        "startsecs=3600",
                        "startretries=1",
                        "autostart=false")
                .section(
                        "program:victim",
                        // in one step: the end of its log must not be the first words of its next life
                        "command=sh -c \"printf 'first words\\nlast words\\n' >&2; exec sleep 1000000\"")
                .section("program:bystander", "command=sleep 1000000")
                .section(
                        "eventlistener:crashmail",
                        "command=" + JAR
                                + " -m bob@example.com -o site -p vic* -p broken --events EXITED,FATAL --tail 1"
                                + " --recovery --recovered-after 2s --metrics-file " + directory.resolve("crash.prom")
                                + state + " -s \"cat >> "
                                + directory.resolve("mail") + "\"",
                        "events=PROCESS_STATE_EXITED,PROCESS_STATE_FATAL",
                        RealSupervisord.credentials())
                .section(
                        "eventlistener:logger",
                        "command=" + JAR + state,
                        "events=PROCESS_STATE",
                        RealSupervisord.credentials());
    }

    private long mails(String file) {
        return count(mail(file), "Message-ID: <");
    }

    private String mail(String file) {
        return MailDirectory.text(directory.resolve(file));
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }
}
