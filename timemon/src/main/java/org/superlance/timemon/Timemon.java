package org.superlance.timemon;

import org.superlance.listener.cli.Restarting;
import org.superlance.listener.cli.Surroundings;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code timemon}. */
public final class Timemon {

    private Timemon() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(Surroundings.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(Surroundings surroundings, String... arguments) {
        return Restarting.run(new TimemonCommand(), surroundings, arguments);
    }
}
