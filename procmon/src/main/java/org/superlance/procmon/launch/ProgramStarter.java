package org.superlance.procmon.launch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.superlance.procmon.child.Child;
import org.superlance.procmon.child.Ending;
import org.superlance.procmon.child.Launch;
import org.superlance.procmon.child.SpawnException;
import org.superlance.procmon.conf.ProgramSpec;
import org.superlance.procmon.program.Run;
import org.superlance.procmon.program.Starter;

/** Starts the process of one program as a child of this JVM. */
public final class ProgramStarter implements Starter {

    /** What is left of a process may keep its output open for ever. */
    private static final long LONGEST_DRAIN_MILLIS = 1_000;

    private final ProgramSpec spec;
    private final Launch launch;
    private final ProgramLogs logs;
    private final Outlet outlet;
    private final Workshop workshop;

    public ProgramStarter(String group, ProgramSpec spec, ProgramLogs logs, Outlet outlet, Workshop workshop) {
        this.spec = spec;
        this.logs = logs;
        this.outlet = outlet;
        this.workshop = workshop;
        this.launch = new Launch(
                command(),
                spec.execution().directory(),
                environment(group),
                spec.execution().user().map(user -> new Launch.Identity(user, Optional.empty())),
                spec.output().together() ? Launch.Streams.PIPED_TOGETHER : Launch.Streams.PIPED);
    }

    /** Only a shell can set the umask of another process. */
    private List<String> command() {
        List<String> words = new ArrayList<>();
        spec.execution()
                .umask()
                .ifPresent(umask -> words.addAll(List.of("/bin/sh", "-c", "umask \"$0\" && exec \"$@\"", umask)));
        words.addAll(spec.execution().words());
        return words;
    }

    private Map<String, String> environment(String group) {
        Map<String, String> environment = new HashMap<>(workshop.environment());
        environment.put("SUPERVISOR_ENABLED", "1");
        spec.serverUrl().or(workshop::serverUrl).ifPresent(url -> environment.put("SUPERVISOR_SERVER_URL", url));
        environment.put("SUPERVISOR_PROCESS_NAME", spec.name());
        environment.put("SUPERVISOR_GROUP_NAME", group);
        environment.putAll(spec.environment());
        return environment;
    }

    @Override
    public void check() throws SpawnException {
        String command = spec.execution().words().get(0);
        try {
            workshop.spawner()
                    .check(new Launch(
                            List.of(command),
                            launch.directory(),
                            launch.environment(),
                            launch.identity(),
                            launch.streams()));
        } catch (SpawnException e) {
            throw switch (e.reason()) {
                case NO_COMMAND -> new SpawnException(e.reason(), "can't find command '" + command + "'");
                case NOT_EXECUTABLE -> new SpawnException(e.reason(), "command at '" + command + "' is not executable");
                case OTHER -> e;
            };
        }
    }

    @Override
    public Run start(Consumer<Ending> ended) throws SpawnException {
        check();
        Streams streams = Streams.open(logs);
        Child child;
        try {
            child = workshop.spawner().spawn(launch);
        } catch (SpawnException e) {
            streams.close();
            throw e;
        }
        outlet.started();
        CompletableFuture<Void> drained = streams.pump(spec, child, outlet, workshop.loop());
        child.ending()
                .thenCompose(ending -> drained.completeOnTimeout(null, LONGEST_DRAIN_MILLIS, TimeUnit.MILLISECONDS)
                        .thenApply(nothing -> ending))
                .thenAcceptAsync(
                        ending -> {
                            ended.accept(ending);
                            outlet.ended();
                        },
                        workshop.loop());
        return new ChildRun(child, new Stdin(child.stdin(), workshop.writers()));
    }
}
