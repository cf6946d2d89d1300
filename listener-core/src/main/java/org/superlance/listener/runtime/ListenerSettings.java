package org.superlance.listener.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;

/** What the config of every listener says, whatever the listener is for. Implemented by an immutable record. */
public interface ListenerSettings {

    /** Whom to notify. */
    NotificationConfig notifications();

    /** Every process that the options name, but for exclusions. */
    List<ProcessPattern> referencedProcesses();

    /** Every process that the options name, whatever for. */
    default List<ProcessPattern> allNames() {
        List<ProcessPattern> names = new ArrayList<>(referencedProcesses());
        names.addAll(excluded());
        return List.copyOf(names);
    }

    /** The processes that are left alone. */
    List<ProcessPattern> excluded();

    /**
     * For {@code --check}: what is wrong with these options, whatever runs.
     *
     * @param events that the section subscribes to; empty if unknown
     */
    default List<Diagnostic> check(Optional<EventSubscription> events) {
        return List.of();
    }

    /**
     * For {@code --check}: which commands that the options name cannot be run, a sentence each. Waits, within a time limit.
     *
     * @param environment of the listener
     */
    default List<String> probe(Map<String, String> environment) throws InterruptedException {
        return List.of();
    }

    /** What is allowed and hardly meant, a sentence each: logged at the start, and a problem for {@code --check}. */
    default List<String> warnings() {
        return List.of();
    }

    /** Whether the listener may restart or start that process. */
    default boolean mayRestart(Namespec process) {
        return false;
    }

    /** Why the listener restarts and starts processes, each in one word: for metrics. */
    default List<String> restartCauses() {
        return List.of();
    }

    /** The same of one program: none if the listener does not restart it. */
    default List<String> restartCauses(Namespec process) {
        return mayRestart(process) ? restartCauses() : List.of();
    }

    /** How many threads {@link ListenerContext#workers} has. */
    default int threads() {
        return 1;
    }

    /** Whether {@code --once} needs a supervisord. */
    default boolean asksSupervisorOnce() {
        return true;
    }

    /**
     * Whether {@code --once} keeps what it has begun in the state directory, as it must if it restarts processes; and
     * logs failures only while its table says the rest.
     */
    default boolean restartsOnce() {
        return false;
    }
}
