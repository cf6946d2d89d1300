package org.superlance.crashsms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                                        + " -t 15551234567@sms.example.com -f supervisord@example.com -i 0.1 -H "
                                        + mail.address() + " --state-dir " + directory.resolve("state"),
                                "events=PROCESS_STATE_EXITED",
                                "buffer_size=100",
                                RealSupervisord.credentials())
                        .start()) {
            server.await("the listener", () -> server.ctl("status", "crashsms").contains("RUNNING"));

            server.ctl("start", "worker:*");
            server.await("the SMS", () -> !mail.mails().isEmpty());

            String sms = MailServer.text(mail.mails().get(0)).stripTrailing();
            assertThat(sms)
                    .containsPattern("worker:worker_\\d+\\(\\d+\\) \\d\\d:\\d\\d:\\d\\d\n")
                    .containsPattern("\n\\+\\d+ more$");
            assertThat(Septets.fitOneSms(sms.replace("\n", "\r\n"))).isTrue();
            assertThat(mail.headers("Subject")).containsOnly("null");
        }
    }
}
