package org.superlance.procmon.subprocess;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.superlance.listener.config.LogConfig;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.config.ProgramConfig.Restart;
import org.superlance.listener.process.Signal;
import org.superlance.listener.testkit.VirtualTime;
import org.superlance.procmon.log.Logs;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.log.ServerLog.Level;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.policy.RestartSettings;

/** A process that ends when the test says so; startsecs is 1, startretries 2, and autorestart unexpected. */
public final class ScriptedSubprocess {

    private final VirtualTime time = new VirtualTime();
    private final ScriptedLauncher launcher = new ScriptedLauncher();
    private final Subprocess process;

    public ScriptedSubprocess(String group, String name) {
        this(group, name, RestartSettings.builder().build());
    }

    /** @param settings the restart delays where supervisord would give up */
    public ScriptedSubprocess(String group, String name, RestartSettings settings) {
        Clock clock = time.clock(Instant.parse("2026-11-21T02:54:56.192Z"));
        LogConfig none = new LogConfig(new LogConfig.None(), 0, 0, false);
        ProgramConfig spec = new ProgramConfig(
                name,
                name,
                new ProgramConfig.Execution(List.of(name), Optional.empty(), Optional.empty(), Optional.empty()),
                Map.of(),
                Optional.empty(),
                999,
                new ProgramConfig.Starting(true, Restart.UNEXPECTED, Duration.ofSeconds(1), 2, List.of(0)),
                new ProgramConfig.Stopping(Signal.TERM, Duration.ofSeconds(10), true, true),
                new ProgramConfig.Output(false, none, none));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ServerLog log =
                new ServerLog(List.of(new Logs(out, out, Path.of("."), "supervisor").stdoutSink()), Level.INFO, clock);
        this.process = new Subprocess(
                group,
                spec,
                launcher,
                new SupervisorContext(clock, clock, log, new BackoffPolicy(settings, new Random(0)), change -> {}));
    }

    public Subprocess process() {
        return process;
    }

    /** Lets that time pass, and makes the transitions that are due. */
    public ScriptedSubprocess after(Duration waited) {
        time.pass(waited);
        process.transition(true);
        process.transition(true);
        return this;
    }

    /** @param status as of a shell */
    public void end(int status) {
        launcher.end(status);
    }

    public void startAndEnd(int status) {
        after(Duration.ZERO);
        end(status);
    }
}
