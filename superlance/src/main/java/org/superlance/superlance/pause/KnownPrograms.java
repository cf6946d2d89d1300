package org.superlance.superlance.pause;

import java.util.List;
import java.util.Optional;
import org.superlance.listener.cli.OperatorOptions.ServerOptions;
import org.superlance.listener.pause.Pause;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.SupervisorLocator;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;
import org.superlance.listener.util.TextSanitizer;

/**
 * The programs that a supervisord has.
 *
 * @param server who has them; empty if no supervisord has answered
 */
record KnownPrograms(Optional<ServerUrl> server, List<Namespec> names) {

    KnownPrograms {
        names = List.copyOf(names);
    }

    /**
     * Asks the supervisord, if there are names to compare with its own.
     *
     * @throws IllegalArgumentException with a sentence for people if the options name none
     */
    static KnownPrograms ask(List<ProcessPattern> patterns, ServerOptions options, CommandContext context) {
        Optional<ServerUrl> server = patterns.isEmpty() ? Optional.empty() : server(options, context);
        if (server.isPresent()) {
            try (SupervisorClient supervisor = new XmlRpcSupervisorClient(server.get(), RpcTimeouts.standard())) {
                Optional<List<ProcessInfo>> processes = supervisor.processes().value();
                if (processes.isPresent()) {
                    return new KnownPrograms(
                            server,
                            processes.get().stream().map(ProcessInfo::name).toList());
                }
            }
        }
        return new KnownPrograms(Optional.empty(), List.of());
    }

    private static Optional<ServerUrl> server(ServerOptions options, CommandContext context) {
        try {
            return Optional.of(SupervisorLocator.locate(options.serverUrl(), options.configuration(), context));
        } catch (IllegalArgumentException e) {
            if (options.serverUrl().isPresent() || options.configuration().isPresent()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Of names that match nothing; where nobody could be asked, of those that are often meant as groups. */
    void warnOf(List<ProcessPattern> patterns, CommandContext context) {
        patterns.stream()
                .map(this::objection)
                .flatMap(Optional::stream)
                .forEach(sentence -> context.err().println("superlance: " + sentence));
    }

    Optional<String> objection(ProcessPattern pattern) {
        String shown = TextSanitizer.excerpt(pattern.toString());
        String ofGroup = shown + ":*";
        boolean mayMeanGroup = shown.indexOf(':') < 0;
        if (server.isEmpty()) {
            boolean several = shown.indexOf('*') >= 0 || shown.indexOf('?') >= 0;
            return mayMeanGroup && several && !Pause.isAll(pattern)
                    ? Optional.of("'" + shown + "' names programs, not groups; for groups write '" + ofGroup + "'")
                    : Optional.empty();
        }
        if (names.stream().anyMatch(pattern::matches)) {
            return Optional.empty();
        }
        boolean meansGroup = mayMeanGroup && names.stream().anyMatch(ProcessPattern.parse(ofGroup)::matches);
        return Optional.of("supervisord at " + server.get() + " has no program '" + shown + "'"
                + (meansGroup ? "; for the group write '" + ofGroup + "'" : ""));
    }
}
