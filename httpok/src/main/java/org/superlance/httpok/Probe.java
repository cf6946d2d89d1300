package org.superlance.httpok;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.supervisor.ProcessInfo;

/**
 * One thing that is checked, such as a URL. Equal probes check the same thing in the same way: such a one is run once at a
 * tick, whatever the number of processes it is for.
 */
interface Probe {

    /** What is checked, for people: without user, password and arguments. */
    String target();

    /** The server whose certificate a result may have, such as {@code localhost:443}. */
    default String server() {
        return target();
    }

    /** Checks it, within a time limit of its own. Runs on any thread, and never throws for what comes from outside. */
    ProbeResult run();

    /** What the command line says is to be checked; it may hold fields, such as the number of a process. */
    interface ProbeTemplate {

        /** What is checked, for people: without user, password and arguments, and with its fields. */
        String target();

        /** What is accepted, for people, such as {@code 200, 300-399}. */
        String expected();

        /** The same for a listener with this environment. */
        default ProbeTemplate in(Map<String, String> environment) {
            return this;
        }

        /** What the outcome of a failed check may be decided by. */
        Set<Cause> causes();

        /** Whether there is a probe for each process, other than for all of them. */
        boolean hasFields();

        /** Where its fields stand, for messages: {@code the URL}. */
        default String place() {
            return "the URL";
        }

        /** Whether a process without a pid cannot be checked. */
        default boolean needsPid() {
            return false;
        }

        /** What of it is probably a mistake, a sentence each, which shows no argument. */
        default List<String> warnings() {
            return List.of();
        }

        /** The probe for all processes; with fields, that for some process. */
        Probe sample();

        /**
         * The probe for one process.
         *
         * @throws IndeterminateException with a clause for an operator if the process lacks what a field needs
         */
        Probe of(ProcessInfo process) throws IndeterminateException;
    }
}
