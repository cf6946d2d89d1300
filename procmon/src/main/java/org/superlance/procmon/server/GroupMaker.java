package org.superlance.procmon.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.conf.GroupSpec;
import org.superlance.procmon.conf.ProgramSpec;
import org.superlance.procmon.log.Logs;
import org.superlance.procmon.pool.EventBus;
import org.superlance.procmon.pool.Pool;
import org.superlance.procmon.program.Office;
import org.superlance.procmon.program.Program;
import org.superlance.procmon.spawn.io.ChildProcessLauncher;
import org.superlance.procmon.spawn.io.SpawnContext;
import org.superlance.procmon.spawn.io.SubprocessLogs;

/**
 * Makes groups of what the configuration says.
 *
 * @param identifier the server's name
 */
public record GroupMaker(String identifier, Office office, SpawnContext context, Logs logs, EventBus bus) {

    /** @throws IOException if a log cannot be made */
    Group make(GroupSpec spec) throws IOException {
        Optional<Pool> pool = spec.pool().map(events -> new Pool(spec.name(), events, identifier, office.log()));
        List<Member> members = new ArrayList<>();
        for (ProgramSpec program : spec.programs()) {
            members.add(member(spec.name(), program, pool));
        }
        return new Group(spec, members, pool);
    }

    private Member member(String group, ProgramSpec spec, Optional<Pool> pool) throws IOException {
        SubprocessLogs subprocessLogs = SubprocessLogs.of(spec, logs);
        Namespec name = new Namespec(group, spec.name());
        if (pool.isEmpty()) {
            ProgramOutlet dispatcher = new ProgramOutlet(name, spec.output(), bus);
            ChildProcessLauncher starter = new ChildProcessLauncher(group, spec, subprocessLogs, dispatcher, context);
            return new Member(new Program(group, spec, starter, office), subprocessLogs);
        }
        ListenerOutlet dispatcher = new ListenerOutlet(name, spec.output(), bus, pool.get(), context.loop());
        ChildProcessLauncher starter = new ChildProcessLauncher(group, spec, subprocessLogs, dispatcher, context);
        Program program = new Program(group, spec, starter, office);
        dispatcher.attach(program);
        return new Member(program, subprocessLogs);
    }
}
