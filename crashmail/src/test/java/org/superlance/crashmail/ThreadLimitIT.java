package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.MailServer;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.TestCommand;

/** crashmail where the operating system refuses it any thread more, as at the limit of a container. */
class ThreadLimitIT {

    @TempDir
    Path directory;

    /** No limit of threads holds for root, so the listener is somebody else there. */
    @Test
    void deliversLaterWhatItHadNoThreadFor() throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        Path jar = Files.copy(PackagedCommand.file("crashmail"), directory.resolve("crashmail.jar"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (MailServer mailServer = MailServer.started();
                RealSupervisord server = RealSupervisord.in(directory)
                        .section("program:first", "command=sleep 1000000")
                        .section("program:second", "command=sleep 1000000")
                        .section(
                                "eventlistener:crashmail",
                                "command=" + jar + " -m ops@example.com --fromEmail crash@example.com --smtpHost "
                                        + mailServer.address(),
                                "events=PROCESS_STATE_EXITED",
                                root ? "user=nobody" : "priority=1",
                                RealSupervisord.credentials())
                        .start()) {
            server.awaitRunning("first");
            server.awaitRunning("second");
            server.client().signal(Namespec.parse("first"), "KILL");
            server.await("the first mail", () -> mailServer.mails().size() == 1);

            limitThreads(server, root, "1");
            server.client().signal(Namespec.parse("second"), "KILL");
            server.await(
                    "a delivery without a thread",
                    () -> server.stderrOf("crashmail").contains("not delivered: no thread can be made"));
            limitThreads(server, root, "30000");

            server.await("the second mail", () -> mailServer.mails().size() == 2);
            assertThat(mailServer.mails().get(1).getSubject()).startsWith("second crashed at ");
        }
    }

    private static void limitThreads(RealSupervisord server, boolean root, String limit) {
        List<String> command = new ArrayList<>();
        if (root) {
            // without CAP_SYS_RESOURCE only the process's own user may
            String group = TestCommand.output(List.of("id", "-g", "nobody")).strip();
            command.addAll(List.of("setpriv", "--reuid", "nobody", "--regid", group, "--clear-groups"));
        }
        // the soft limit alone: the hard one could not be raised again
        command.addAll(List.of("prlimit", "--nproc=" + limit + ":", "--pid", Long.toString(server.pid("crashmail"))));
        assertThat(TestCommand.output(command)).isEmpty();
    }
}
