package org.superlance.procmon.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.eventlistener.EventBus;
import org.superlance.procmon.eventlistener.EventListenerPool;
import org.superlance.procmon.log.Logs;
import org.superlance.procmon.spawn.io.ChildProcessLauncher;
import org.superlance.procmon.spawn.io.SpawnContext;
import org.superlance.procmon.spawn.io.SubprocessLogs;
import org.superlance.procmon.subprocess.Subprocess;
import org.superlance.procmon.subprocess.SupervisorContext;

/**
 * Makes groups of what the configuration says.
 *
 * @param identifier the server's name
 */
public record ProcessGroupFactory(
        String identifier, SupervisorContext office, SpawnContext context, Logs logs, EventBus bus) {

    /** @throws IOException if a log cannot be made */
    ProcessGroup create(GroupConfig spec) throws IOException {
        Optional<EventListenerPool> pool =
                spec.pool().map(events -> new EventListenerPool(spec.name(), events, identifier, office.log()));
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
            ChildProcessLauncher subprocessLauncher =
                    new ChildProcessLauncher(group, spec, subprocessLogs, dispatcher, context);
            return new GroupMember(new Subprocess(group, spec, subprocessLauncher, office), subprocessLogs);
        }
        EventListenerDispatcher dispatcher =
                new EventListenerDispatcher(name, spec.output(), bus, pool.get(), context.loop());
        ChildProcessLauncher subprocessLauncher =
                new ChildProcessLauncher(group, spec, subprocessLogs, dispatcher, context);
        Subprocess process = new Subprocess(group, spec, subprocessLauncher, office);
        dispatcher.attach(process);
        return new GroupMember(process, subprocessLogs);
    }
}
