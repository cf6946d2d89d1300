package org.superlance.listener.runtime;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.supervisor.Namespec;

/**
 * What supervisord tells an event listener in its environment.
 *
 * @param name the listener's own name: the section's, and the process's in it; empty where the server tells none, as the
 *     Go supervisord does
 * @param self the process that it runs in, which it never acts on; the same as its name unless it shares one with others
 * @param serverUrl where its supervisord answers
 */
public record ListenerSection(Namespec name, Namespec self, String serverUrl) {

    /** Empty when the command was not started by supervisord. */
    public static Optional<ListenerSection> of(CommandContext context) {
        Map<String, String> environment = context.environment();
        String url = environment.getOrDefault("SUPERVISOR_SERVER_URL", "");
        if (url.isEmpty() || context.fromTerminal()) {
            return Optional.empty();
        }
        String name = environment.getOrDefault("SUPERVISOR_PROCESS_NAME", "");
        String group = environment.getOrDefault("SUPERVISOR_GROUP_NAME", name);
        Namespec own = new Namespec(group, name);
        return Optional.of(new ListenerSection(own, context.sharedProcess().orElse(own), url));
    }

    /** Whether supervisord has told the listener's name. */
    boolean isNamed() {
        return !name.name().isEmpty();
    }

    /** The same, called as the pool that its events are sent to. */
    ListenerSection named(String pool) {
        Namespec own = new Namespec(pool, pool);
        return new ListenerSection(own, self.equals(name) ? own : self, serverUrl);
    }

    /**
     * Explains to somebody at a shell how to use a command that only works as a listener.
     *
     * @param options with which the command has no effect
     */
    public static void explainManualStart(
            CommandContext context, String command, String exampleSection, String options) {
        PrintStream err = context.err();
        if (context.fromPipe()) {
            err.println(
                    "SUPERVISOR_SERVER_URL is not set. A server that does not set it, such as the Go supervisord, needs"
                            + " this line in the section of this listener, with the path of its socket:");
            err.println();
            err.println("    environment=SUPERVISOR_SERVER_URL=\"unix:///run/supervisor.sock\"");
            err.println();
        }
        err.println(command + " is a supervisord event listener. Add it to supervisord.conf, for example:");
        err.println();
        err.println(exampleSection.strip().indent(4).stripTrailing());
        err.println();
        err.println("To try it from here without side effects: " + command + " " + options);
    }

    /** A pool of several processes must name them differently from the pool, by supervisord's own rule. */
    boolean isAloneInItsPool() {
        return name.name().equals(name.group());
    }
}
