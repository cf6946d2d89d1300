package org.superlance.listener.restart;

import java.time.Instant;
import java.util.List;
import org.superlance.listener.supervisor.ProcessInfo;

/** What a restarting plugin looks at. Runs on a worker, one look at a time. */
public interface Check {

    /**
     * Looks at these processes and tells what it saw of each that it is concerned with. It acts on nothing.
     *
     * @param processes all that supervisord has, but for this listener itself and what is excluded
     * @param when the time of the tick that asks for the look
     * @throws CheckException if it could not look at all
     */
    List<CheckResult> check(List<ProcessInfo> processes, Instant when) throws CheckException;

    /** A check could not look. The message is one sentence for an operator; the next tick tries again. */
    final class CheckException extends Exception {

        private static final long serialVersionUID = 1L;

        public CheckException(String sentence) {
            super(sentence);
        }

        public CheckException(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }

    /**
     * What a check saw of one process. Pure observation: whether to act is the {@link RestartPolicy}'s to say.
     *
     * @param unhealthy whether the process is in the state that the plugin restarts for
     * @param value what was measured, such as {@code RSS 312.4MB}
     * @param limit what it is held against, such as {@code 200MB (-a)}; empty if nothing applies
     * @param reason one clause for the log and the mail, such as {@code RSS 312.4MB is more than 200MB (-a)}
     * @param cause the kind of reason in one word, of which there are few, such as {@code memory}: for machines
     */
    record CheckResult(
            ProcessInfo process, boolean unhealthy, String value, String limit, String reason, String cause) {

        /** The cause of a finding that somebody should see to, though nothing is restarted for it. */
        public static final String INDETERMINATE = "odd";

        /** One that calls for nothing, or whose reason is of no special kind. */
        public CheckResult(ProcessInfo process, boolean sick, String value, String limit, String reason) {
            this(process, sick, value, limit, reason, "other");
        }
    }
}
