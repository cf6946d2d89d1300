package org.superlance.fatalmailbatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
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
                                // however late it dies
                                "startsecs=3600",
                                "startretries=0")
                        .section("program:dies", "command=false", "startsecs=0", "autorestart=false")
                        .section(
                                "eventlistener:fatalmailbatch",
                                "command=" + JAR + " -t ops@example.com,root -f supervisord@example.com -i 0.5 -H "
                                        + mail.address() + " --state-dir " + directory.resolve("state"),
                                "events=PROCESS_STATE,TICK_5",
                                "buffer_size=1000",
                                "autostart=false",
                                RealSupervisord.credentials())
                        .start()) {
            List.of("broken:broken_0", "broken:broken_1", "broken:broken_2")
                    .forEach(name -> server.await(ProcessState.FATAL, name));
            server.await(ProcessState.EXITED, "dies");

            // all that has happened reaches it in one go, so that it fits into one interval
            server.client().start(Namespec.parse("fatalmailbatch"), false);
            server.await("the mail", () -> mail.linesWith("too many times").size() >= 6);

            assertThat(mail.mails()).as("one for each recipient").hasSize(2);
            assertThat(mail.headers("Subject")).containsOnly("Fatal start alert from supervisord");
            assertThat(mail.texts())
                    .containsPattern("(?m)^[-\\d]+ [:,\\d]+ -- Process broken:broken_2 failed to start too many times")
                    .doesNotContain("dies");
        }
    }
}
