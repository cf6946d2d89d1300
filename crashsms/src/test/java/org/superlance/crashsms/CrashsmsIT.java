package org.superlance.crashsms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.crashsms.SmsBatchFormatter.SmsLength;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.MailServer;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;

/** The packaged crashsms under a real supervisord, with programs that really die. */
class CrashsmsIT {

    private static final Path JAR = PackagedCommand.file("crashsms");

    @TempDir
    Path directory;

    @Test
    void tellsOfACrowdInOneSms() {
        try (MailServer mail = MailServer.started();
                RealSupervisord server = RealSupervisord.in(directory)
                        .section(
                                "program:worker",
                                "command=false",
                                "process_name=%(program_name)s_%(process_num)d",
                                "numprocs=30",
                                "startsecs=0",
                                "autostart=false",
                                "autorestart=false")
                        .section(
                                "eventlistener:crashsms",
                                "command=" + JAR
                                        + " -t 15551234567@sms.example.com -f supervisord@example.com -i 0.5 -H "
                                        + mail.address() + " --state-dir " + directory.resolve("state"),
                                "events=PROCESS_STATE_EXITED",
                                "buffer_size=100",
                                "autostart=false",
                                RealSupervisord.credentials())
                        .start()) {
            server.client().startGroup("worker", false);
            server.await(
                    "the death of all",
                    () -> server.processes().stream()
                            .filter(process -> process.name().group().equals("worker"))
                            .allMatch(process -> process.state() == ProcessState.EXITED));

            // all that has happened reaches it in one go, so that it fits into one interval
            server.client().start(Namespec.parse("crashsms"), false);
            server.await("the SMS", () -> !mail.mails().isEmpty());

            String sms = MailServer.text(mail.mails().get(0)).stripTrailing();
            assertThat(sms)
                    .containsPattern("worker:worker_\\d+\\(\\d+\\) \\d\\d:\\d\\d:\\d\\d\n")
                    .containsPattern("\n\\+\\d+ more$");
            assertThat(SmsLength.fitOneSms(sms.replace("\n", "\r\n"))).isTrue();
            assertThat(mail.headers("Subject")).containsOnly("null");
        }
    }
}
