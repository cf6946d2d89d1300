package org.superlance.listener.restart;

import org.superlance.listener.supervisor.ProcessInfo;

/**
 * What a check saw of one process. Pure observation: whether to act is the {@link RestartPolicy}'s to say.
 *
 * @param unhealthy whether the process is in the state that the plugin restarts for
 * @param value what was measured, such as {@code RSS 312.4MB}
 * @param limit what it is held against, such as {@code 200MB (-a)}; empty if nothing applies
 * @param reason one clause for the log and the mail, such as {@code RSS 312.4MB is more than 200MB (-a)}
 * @param cause the kind of reason in one word, of which there are few, such as {@code memory}: for machines
 */
public record CheckResult(
        ProcessInfo process, boolean unhealthy, String value, String limit, String reason, String cause) {

    /** The cause of a finding that somebody should see to, though nothing is restarted for it. */
    public static final String INDETERMINATE = "odd";

    /** One that calls for nothing, or whose reason is of no special kind. */
    public CheckResult(ProcessInfo process, boolean sick, String value, String limit, String reason) {
        this(process, sick, value, limit, reason, "other");
    }
}
