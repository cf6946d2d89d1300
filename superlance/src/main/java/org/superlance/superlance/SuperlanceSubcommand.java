package org.superlance.superlance;

import org.superlance.listener.runtime.CommandContext;

/** One of the commands, as its own main method runs it. */
@FunctionalInterface
interface SuperlanceSubcommand {

    /** Runs the command and returns its exit status. */
    int run(CommandContext context, String... arguments);
}
