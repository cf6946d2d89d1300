package org.superlance.superlance.status;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.pause.Pause;
import org.superlance.listener.state.ListenerDirectories.Use;
import org.superlance.listener.status.ListenerStatus;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.superlance.spool.SpoolEntry;

/**
 * All listeners of this host at one moment.
 *
 * @param bases the state directories of the listeners
 * @param server the supervisord that was asked
 * @param pauses those that last
 * @param unknown why something could not be found out, a sentence each
 */
record HostStatus(
        Instant time,
        String host,
        List<Path> bases,
        Optional<String> server,
        List<Pause> pauses,
        List<String> unknown,
        List<ListenerReport> listeners) {

    HostStatus {
        bases = List.copyOf(bases);
        pauses = List.copyOf(pauses);
        unknown = List.copyOf(unknown);
        listeners = List.copyOf(listeners);
    }

    /** What could not be found out comes first: all may be well, or nothing. */
    int exitStatus() {
        if (!unknown.isEmpty()) {
            return ExitStatus.USAGE;
        }
        return listeners.stream().allMatch(listener -> listener.attention().isEmpty())
                ? ExitStatus.OK
                : ExitStatus.FAILED;
    }

    /**
     * What is known of a listener, before it is judged.
     *
     * @param server the supervisord that runs it, if it is another one
     * @param process as supervisord has it; empty if that does not know it
     * @param hostedBy the process that it shares, if it does
     * @param isConfigured whether supervisord.conf has its section
     * @param isDryRun whether its options say so
     * @param tick the time between two ticks, if it gets any
     * @param directory its state directory, if it has one
     */
    record Facts(
            Namespec name,
            String command,
            Optional<String> server,
            Optional<ProcessInfo> process,
            Optional<Namespec> hostedBy,
            boolean isConfigured,
            boolean isDryRun,
            Optional<Duration> tick,
            Optional<Path> directory,
            Use use,
            Optional<String> unreadable,
            Optional<ListenerStatus> status,
            List<SpoolEntry> entries,
            boolean isRefused,
            boolean isAnswered) {

        Facts {
            entries = List.copyOf(entries);
        }

        long count(SpoolEntry.Kind kind) {
            return entries.stream().filter(entry -> entry.kind() == kind).count();
        }

        /** As people type it: without its group if that is the same. */
        String label() {
            return name.shortName();
        }

        /** In one word, supervisord's where it says one. */
        String state() {
            return process.map(found -> found.state().name()).orElseGet(this::stateWithoutProcess);
        }

        private String stateWithoutProcess() {
            if (use == Use.IN_USE) {
                return "RUNNING";
            }
            return !isAnswered && isConfigured ? "?" : server.isEmpty() && isConfigured ? "UNLOADED" : "GONE";
        }

        boolean isRunning() {
            return state().equals("RUNNING");
        }
    }

    /**
     * A listener.
     *
     * @param attention what an operator should know now, a sentence each
     * @param notes what is worth saying and needs nobody
     */
    record ListenerReport(Facts facts, List<String> attention, List<String> notes) {

        ListenerReport {
            attention = List.copyOf(attention);
            notes = List.copyOf(notes);
        }
    }
}
