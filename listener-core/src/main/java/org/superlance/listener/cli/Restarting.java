package org.superlance.listener.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.listener.restart.CheckException;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;

/** Runs a restarting plugin: as an event listener, or once by hand. */
public final class Restarting {

    /** A graceful stop may take its hour; whoever does not want to wait interrupts. */
    private static final Duration BY_HAND = Duration.ofHours(24);

    private static final Duration TO_DELIVER_BY_HAND = Duration.ofMinutes(2);

    private final RestartingPlugin plugin;
    private final Invocation invocation;
    private final Surroundings surroundings;

    private Restarting(RestartingPlugin plugin, Surroundings surroundings) {
        this.plugin = plugin;
        this.surroundings = surroundings;
        this.invocation = new Invocation(plugin, surroundings);
    }

    /**
     * Runs the command.
     *
     * @return its exit status
     */
    public static int run(RestartingPlugin plugin, Surroundings surroundings, String... arguments) {
        Restarting restarting = new Restarting(plugin, surroundings);
        return restarting.invocation.run(restarting::once, restarting::listener, arguments);
    }

    private ListenerParts listener(SupervisorClient supervisor, ListenerState state, Namespec self) {
        return parts(supervisor, state, Optional.of(self));
    }

    private int once() {
        boolean verbose = plugin.listener().verbose.value();
        ServerUrl server = Servers.byHand(plugin.listener(), surroundings);
        if (verbose) {
            LogConfigurator.verbose();
        } else {
            LogConfigurator.quiet();
        }
        RestartingParts parts = invocation.withState(
                server,
                new Namespec("by-hand", "by-hand"),
                (supervisor, state) -> parts(supervisor, state, Optional.empty()));
        surroundings.onTermination().accept(parts::close);
        try (parts) {
            List<Decision> decisions = parts.check();
            surroundings.printer().print(table().of(decisions, parts.unknownNames()));
            plugin.remarks().forEach(surroundings.printer()::println);
            if (!verbose) {
                LogConfigurator.normal();
            }
            return parts.await(BY_HAND, TO_DELIVER_BY_HAND) ? ExitStatus.OK : ExitStatus.FAILED;
        } catch (CheckException e) {
            surroundings.err().println(invocation.name() + ": " + e.getMessage());
            return ExitStatus.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
    }

    private RestartingParts parts(SupervisorClient supervisor, ListenerState state, Optional<Namespec> self) {
        ProcessSelector selector =
                new ProcessSelector(self, plugin.rules().excluded.value(), names());
        return new RestartingParts(plugin, supervisor, state, selector, surroundings);
    }

    private List<ProcessPattern> names() {
        return Stream.concat(plugin.named().stream(), plugin.rules().excluded.value().stream())
                .toList();
    }

    private ProcessTableText table() {
        boolean inColour =
                surroundings.toTerminal() && !surroundings.environment().containsKey("NO_COLOR");
        return new ProcessTableText(plugin.valueTitle(), inColour);
    }
}
