package org.superlance.fatalmailbatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.MailServer;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;

/** The packaged fatalmailbatch under a real supervisord, with programs that really cannot be started. */
class FatalmailbatchIT {

    private static final Path JAR = PackagedCommand.file("fatalmailbatch");

    @TempDir
    Path directory;

    @Test
    void tellsInOneMailOfWhatCouldNotBeStarted() {
        try (MailServer mail = MailServer.started();
                RealSupervisord server = RealSupervisord.in(directory)
                        .section(
                                "program:broken",
                                "command=false",
                                "process_name=%(program_name)s_%(process_num)d",
                                "numprocs=3",
                                "startretries=0")
                        .section("program:dies", "command=false", "startsecs=0", "autorestart=false")
                        .section(
                                "eventlistener:fatalmailbatch",
                                "command=" + JAR + " -t ops@example.com,root -f supervisord@example.com -i 0.1 -H "
                                        + mail.address() + " --state-dir " + directory.resolve("state"),
                                "events=PROCESS_STATE,TICK_5",
                                RealSupervisord.credentials())
                        .start()) {

            server.await("the mail", () -> mail.linesWith("too many times").size() >= 6);

            assertThat(mail.mails()).as("one for each recipient").hasSize(2);
            assertThat(mail.headers("Subject")).containsOnly("Fatal start alert from supervisord");
            assertThat(mail.texts())
                    .containsPattern("(?m)^[-\\d]+ [:,\\d]+ -- Process broken:broken_2 failed to start too many times")
                    .doesNotContain("dies");
        }
    }
}
