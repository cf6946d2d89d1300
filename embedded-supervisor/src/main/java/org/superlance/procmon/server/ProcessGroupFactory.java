package org.superlance.procmon.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.event.EventType;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.eventlistener.EventBus;
import org.superlance.procmon.eventlistener.EventListenerPool;
import org.superlance.procmon.eventlistener.EventListenerProcess;
import org.superlance.procmon.eventlistener.EventListenerProcess.EventListenerHandle;
import org.superlance.procmon.log.Logs;
import org.superlance.procmon.server.ProcessGroup.GroupMember;
import org.superlance.procmon.subprocess.Subprocess;
import org.superlance.procmon.subprocess.SupervisorContext;
import org.superlance.procmon.subprocess.io.ChildProcessLauncher;
import org.superlance.procmon.subprocess.io.ChildProcessLauncher.SpawnContext;
import org.superlance.procmon.subprocess.io.OutputDispatcher;
import org.superlance.procmon.subprocess.io.SubprocessLogs;

/**
 * Creates process groups from their configuration.
 *
 * @param identifier the server's name, sent in events
 */
public record ProcessGroupFactory(
        String identifier, SupervisorContext context, SpawnContext spawnContext, Logs logs, EventBus bus) {

    /** @throws IOException if a log cannot be created */
    ProcessGroup create(GroupConfig spec) throws IOException {
        Optional<EventListenerPool> pool = spec.pool()
                .map(events ->
                        new EventListenerPool(spec.name(), events, identifier, context.log(), logs.stdoutSink()));
        List<GroupMember> members = new ArrayList<>();
        for (ProgramConfig program : spec.programs()) {
            members.add(member(spec.name(), program, pool));
        }
        return new ProcessGroup(spec, members, pool);
    }

    private GroupMember member(String group, ProgramConfig spec, Optional<EventListenerPool> pool) throws IOException {
        SubprocessLogs subprocessLogs = SubprocessLogs.of(spec, logs);
        Namespec name = new Namespec(group, spec.name());
        if (pool.isEmpty()) {
            ProcessOutputDispatcher dispatcher = new ProcessOutputDispatcher(name, spec.output(), bus);
            ChildProcessLauncher launcher =
                    new ChildProcessLauncher(group, spec, subprocessLogs, dispatcher, spawnContext);
            return new GroupMember(new Subprocess(group, spec, launcher, context), subprocessLogs);
        }
        EventListenerDispatcher dispatcher =
                new EventListenerDispatcher(name, spec.output(), bus, pool.get(), spawnContext.loop());
        ChildProcessLauncher launcher = new ChildProcessLauncher(group, spec, subprocessLogs, dispatcher, spawnContext);
        Subprocess process = new Subprocess(group, spec, launcher, context);
        dispatcher.attach(process);
        return new GroupMember(process, subprocessLogs);
    }

    /** Publishes the output of a program as PROCESS_LOG events, if its section enables them. */
    private static class ProcessOutputDispatcher implements OutputDispatcher {

        private final Namespec name;
        private final ProgramConfig.Output output;
        private final EventBus bus;

        ProcessOutputDispatcher(Namespec name, ProgramConfig.Output output, EventBus bus) {
            this.name = name;
            this.output = output;
            this.bus = bus;
        }

        @Override
        public boolean wantsStdout() {
            return output.stdout().events();
        }

        @Override
        public boolean wantsStderr() {
            return output.stderr().events();
        }

        @Override
        public void started() {
            // a state change is published
        }

        @Override
        public void stdout(long pid, byte[] bytes) {
            bus.publish(EventType.PROCESS_LOG_STDOUT, payload(pid, "stdout", bytes));
        }

        @Override
        public void stderr(long pid, byte[] bytes) {
            bus.publish(EventType.PROCESS_LOG_STDERR, payload(pid, "stderr", bytes));
        }

        @Override
        public void ended() {
            // a state change is published
        }

        private String payload(long pid, String channel, byte[] bytes) {
            return "processname:" + name.name() + " groupname:" + name.group() + " pid:" + pid + " channel:" + channel
                    + "\n" + new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Takes the stdout of an event listener as the event protocol. */
    private static final class EventListenerDispatcher extends ProcessOutputDispatcher implements EventListenerHandle {

        private final String name;
        private final Executor loop;
        private final EventListenerProcess listener;
        private @Nullable Subprocess process;

        EventListenerDispatcher(
                Namespec name, ProgramConfig.Output output, EventBus bus, EventListenerPool pool, Executor loop) {
            super(name, output, bus);
            this.name = name.name();
            this.loop = loop;
            this.listener = pool.add(this);
        }

        void attach(Subprocess subprocess) {
            process = subprocess;
        }

        @Override
        public boolean wantsStdout() {
            return true;
        }

        @Override
        public void started() {
            listener.started();
        }

        @Override
        public void stdout(long pid, byte[] bytes) {
            listener.received(bytes);
        }

        @Override
        public void ended() {
            listener.ended();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isRunning() {
            return process != null && process.state() == ProcessState.RUNNING;
        }

        @Override
        public boolean write(byte[] bytes, Runnable failed) {
            return Objects.requireNonNull(process).write(bytes, () -> loop.execute(failed));
        }
    }
}
