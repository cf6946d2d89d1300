package org.superlance.procmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/** The end of a container when a program is given up or ends: {@code procmon run -C}, and {@code procmon watch}. */
class ContainerEndIT {

    /** What ends sooner has failed in its start, also where the machine is too busy to end it at once. */
    private static final String LONG_START = "startsecs=3600";

    @TempDir
    Path directory;

    @Test
    void endsWithStatusOneAfterAnOrderlyStop() throws Exception {
        Path conf = conf("""
                [program:web]
                command=sh -c 'trap "echo web says bye; exit 0" TERM; echo up >%(here)s/up; while :; do sleep 0.1; done'
                stdout_logfile=/dev/stdout
                stdout_logfile_maxbytes=0
                stopwaitsecs=3600
                [program:bad]
                command=sh -c 'while ! test -e %(here)s/up; do sleep 0.1; done; exit 3'
                startretries=0
                startsecs=3600
                """);
        try (PackagedProcmon procmon = PackagedProcmon.run("--exit-on-fatal=bad", "-C", conf.toString())) {
            int status = procmon.status();
            procmon.line("exiting with status 1: bad is FATAL");

            assertThat(status).isEqualTo(1);
            assertThat(procmon.all()).contains("stopping everything: bad is FATAL", "web says bye", "stopped: web");
        }
    }

    @Test
    void endsWithTheStatusOfItsJob() throws Exception {
        Path conf = conf("""
                [program:web]
                command=sleep 1000000
                [program:job]
                command=sh -c 'exit 7'
                startsecs=0
                autorestart=true
                """);
        try (PackagedProcmon procmon = PackagedProcmon.run("--on-exit", "job", "-C", conf.toString())) {
            int status = procmon.status();
            procmon.line("exiting with status 7: job exited with status 7 (--on-exit)");

            assertThat(status).isEqualTo(7);
        }
    }

    @Test
    void endsWithStatusZeroWhenItIsTold() throws Exception {
        Path conf = conf("""
                [program:web]
                command=sleep 1000000
                autorestart=false
                """);
        try (PackagedProcmon procmon = PackagedProcmon.run("--on-exit", "--exit-on-fatal", "-C", conf.toString())) {
            procmon.line("spawned: 'web'");
            procmon.handle().destroy();

            assertThat(procmon.status()).isZero();
            assertThat(procmon.all()).doesNotContain("exiting with status");
        }
    }

    @Test
    void refusesANameThatNoProgramHas() throws Exception {
        Path conf = conf("[program:web]\ncommand=sleep 1000000\n");
        try (PackagedProcmon procmon = PackagedProcmon.run("--exit-on-fatal=web,wbe", "-C", conf.toString())) {
            procmon.line("--exit-on-fatal names 'wbe', and the configuration has no such process");

            assertThat(procmon.status()).isEqualTo(2);
        }
    }

    @Test
    void aListenerShutsSupervisordDown() {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section("program:other", "command=false", "startretries=0", LONG_START)
                .section("program:web", "command=false", "startretries=0", LONG_START, "autostart=false")
                .section("program:steady", "command=sleep 1000000");
        try (RealSupervisord server =
                listening(builder, "--on-fatal shutdown=web").start()) {
            server.awaitRunning("steady");
            server.await("the other to be FATAL", () -> server.isIn(ProcessState.FATAL, "other"));
            ProcessHandle process = server.process();

            server.client().start(Namespec.parse("web"), false);

            server.await("its end", () -> !process.isAlive());
            assertThat(server.stderrOf("procmon"))
                    .contains("shut down supervisord because of web:web: it is FATAL (--on-fatal)");
            assertThat(server.log()).contains("stopped: steady");
        }
    }

    @Test
    void aListenerHeedsWhatWasFatalBeforeItCame() {
        RealSupervisordBuilder builder =
                RealSupervisord.in(directory).section("program:web", "command=false", "startretries=0", LONG_START);
        try (RealSupervisord server =
                listening(builder, "-a --on-fatal shutdown", "autostart=false").start()) {
            server.await("it to be FATAL", () -> server.isIn(ProcessState.FATAL, "web"));
            ProcessHandle process = server.process();

            server.client().start(Namespec.parse("procmon"), false);

            server.await("its end", () -> !process.isAlive());
        }
    }

    private static RealSupervisordBuilder listening(RealSupervisordBuilder builder, String options, String... more) {
        return builder.section(
                "eventlistener:procmon",
                "command=" + PackagedCommand.file("procmon") + " watch " + options,
                "events=PROCESS_STATE,TICK_5",
                RealSupervisord.credentials(),
                String.join("\n", more));
    }

    private Path conf(String programs) throws IOException {
        return Files.writeString(
                directory.resolve("supervisord.conf"),
                "[supervisord]\nlogfile=/dev/null\npidfile=%(here)s/supervisord.pid\n" + programs);
    }
}
