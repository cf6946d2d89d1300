package org.superlance.procmon;

import java.util.Map;
import org.superlance.listener.cli.Guarding;
import org.superlance.listener.cli.Subcommands;
import org.superlance.listener.cli.Subcommands.Subcommand;
import org.superlance.listener.cli.Surroundings;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code procmon}: {@code run} without supervisord, {@code watch} under it. */
public final class Procmon {

    private static final Map<String, Subcommand> SUBCOMMANDS = Map.of("run", Run::run, "watch", Procmon::watch);

    private Procmon() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(Surroundings.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(Surroundings surroundings, String... arguments) {
        return Subcommands.run(new ProcmonCommand(), SUBCOMMANDS, surroundings, arguments);
    }

    private static int watch(Surroundings surroundings, String... arguments) {
        return Guarding.run(new WatchCommand(), surroundings, arguments);
    }
}
