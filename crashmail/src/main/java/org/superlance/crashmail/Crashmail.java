package org.superlance.crashmail;

import org.superlance.listener.cli.Surroundings;
import org.superlance.listener.cli.Telling;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code crashmail}. */
public final class Crashmail {

    private Crashmail() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(Surroundings.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(Surroundings surroundings, String... arguments) {
        return Telling.run(new CrashmailCommand(), surroundings, arguments);
    }
}
