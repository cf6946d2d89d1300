package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.TestCommand;
import org.superlance.listener.testkit.TestedServer;

/** The exit statuses of {@code --once}, by which scripts and monitoring decide. */
class OnceStatusIT {

    private static final Path JAR = PackagedCommand.file("superlance");

    @TempDir
    Path directory;

    @Test
    void tellWhetherAllIsWellSomethingIsToBeDoneOrNobodyKnows() throws Exception {
        assumeFalse(TestedServer.isEmbedded(), "procmon run starts programs again that are FATAL");
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("program:good", "command=sleep 1000000")
                .section("program:bad", "command=false", "startretries=0", "autorestart=false")
                .start()) {
            server.awaitRunning("good");
            server.await("it is given up", () -> server.info("bad").state() == ProcessState.FATAL);
            String here = " -C " + server.confFile();

            assertThat(status("memmon -a 100GB" + here)).isZero();
            assertThat(status("memmon -a 1B" + here)).isEqualTo(1);
            assertThat(status("memmon -p nosuch=1GB" + here)).isEqualTo(3);
            assertThat(status("memmon -p nosuch=1GB -p good=1B" + here)).isEqualTo(1);
            assertThat(status("memmon -a 100GB --server-url http://127.0.0.1:1"))
                    .isEqualTo(3);
            assertThat(status("memmon -a lots" + here)).isEqualTo(2);
            assertThat(status("timemon -a --max-age 1000d" + here)).isZero();
            assertThat(status("oome_monitor single -p good -o /nosuch/marker" + here))
                    .isZero();
            assertThat(status("crashmail --events FATAL -p good" + here)).isZero();
            assertThat(status("crashmail --events FATAL" + here)).isEqualTo(1);
            assertThat(status("crashmail -p nosuch" + here)).isEqualTo(3);
            assertThat(status("fatalmailbatch -t a@example.com -f a@example.com" + here))
                    .isEqualTo(1);
            assertThat(status("procmon watch -p good" + here)).isZero();
            assertThat(status("procmon watch -a" + here)).isEqualTo(1);
            assertThat(server.info("bad").state()).isEqualTo(ProcessState.FATAL);
        }
    }

    private static int status(String command) {
        String output =
                TestCommand.output(List.of("sh", "-c", JAR + " " + command + " --once --dry-run; echo \"status $?\""));
        return Integer.parseInt(output.substring(output.lastIndexOf("status ") + "status ".length())
                .strip());
    }
}
