package org.superlance.listener.restart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Predicate;
import org.superlance.listener.supervisor.ProcessInfo;

/** What a restarting listener checks. Runs on a worker, one check at a time. */
public interface Check {

    /**
     * Checks these processes and returns a result for each that it monitors. It acts on nothing.
     *
     * @param processes all that supervisord has, but for this listener itself and what is excluded
     * @param when the time of the tick
     * @throws CheckException if nothing could be checked
     */
    List<CheckResult> check(List<ProcessInfo> processes, Instant when) throws CheckException;

    /** A check failed as a whole. The message is one clause for an operator; the next tick tries again. */
    final class CheckException extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean planned;

        public CheckException(String sentence) {
            this(sentence, false);
        }

        /** @param planned whether nothing is wrong: supervisord is about to end */
        public CheckException(String sentence, boolean planned) {
            super(sentence);
            this.planned = planned;
        }

        public CheckException(String sentence, Throwable cause) {
            super(sentence, cause);
            this.planned = false;
        }

        public boolean isPlanned() {
            return planned;
        }
    }

    /**
     * What a check found about one process. Only an observation: the {@link RestartPolicy} decides whether to act.
     *
     * @param unhealthy whether the process is in the state that the listener restarts for
     * @param value what was measured, such as {@code RSS 312.4MB}
     * @param limit what it is compared with, such as {@code 200MB (-a)}; empty if nothing applies
     * @param reason one clause for the log and the mail, such as {@code RSS 312.4MB is more than 200MB (-a)}
     * @param cause the kind of reason in one word, of which there are few, such as {@code memory}: for machines
     * @param usage what part of the limit the value is: 1 where it is reached; 0 if that cannot be said
     * @param parts of a process that is held against several limits, a result for each, always in the same order
     */
    record CheckResult(
            ProcessInfo process,
            boolean unhealthy,
            String value,
            String limit,
            String reason,
            String cause,
            double usage,
            List<CheckResult> parts) {

        /** The cause of a result that needs attention, though nothing is restarted for it. */
        public static final String INDETERMINATE = "odd";

        /** The cause of a restart because of another one, of what the process depends on. */
        public static final String DEPENDENCY = "dependency";

        /** The cause of a restart whose time has come. */
        public static final String SCHEDULE = "schedule";

        /** The part of the limit from which on a healthy process is near it. */
        public static final double NEAR = 0.9;

        public CheckResult {
            parts = List.copyOf(parts);
        }

        /** A result of one limit. */
        public CheckResult(
                ProcessInfo process,
                boolean unhealthy,
                String value,
                String limit,
                String reason,
                String cause,
                double usage) {
            this(process, unhealthy, value, limit, reason, cause, usage, List.of());
        }

        /** A result whose value is no part of a limit. */
        public CheckResult(
                ProcessInfo process, boolean unhealthy, String value, String limit, String reason, String cause) {
            this(process, unhealthy, value, limit, reason, cause, 0);
        }

        /** A result of no special cause. */
        public CheckResult(ProcessInfo process, boolean unhealthy, String value, String limit, String reason) {
            this(process, unhealthy, value, limit, reason, "other");
        }

        /**
         * The result of a process that is held against several limits. It is unhealthy if it exceeds one of them, and tells
         * of those that it exceeds; else of those that it is near to; else of all that apply.
         *
         * @param parts a result for each
         */
        public static CheckResult of(List<CheckResult> parts) {
            List<Predicate<CheckResult>> choices =
                    List.of(CheckResult::unhealthy, part -> part.usage >= NEAR, part -> !part.limit.isEmpty());
            for (Predicate<CheckResult> choice : choices) {
                List<CheckResult> chosen = new ArrayList<>(parts);
                chosen.removeIf(part -> !choice.test(part));
                if (!chosen.isEmpty()) {
                    return of(parts, chosen);
                }
            }
            return of(parts, parts);
        }

        /** The same process, told by some of its parts; the cause is that of the first. */
        public CheckResult toldBy(List<CheckResult> some) {
            return parts.isEmpty() ? this : of(parts, some);
        }

        private static CheckResult of(List<CheckResult> parts, List<CheckResult> told) {
            CheckResult first = told.get(0);
            double usage = first.usage;
            for (CheckResult result : told) {
                usage = Math.max(usage, result.usage);
            }
            return new CheckResult(
                    first.process,
                    first.unhealthy,
                    joined(told, CheckResult::value),
                    joined(told, CheckResult::limit),
                    joined(told, CheckResult::reason),
                    first.cause,
                    usage,
                    parts);
        }

        private static String joined(List<CheckResult> results, Function<CheckResult, String> text) {
            StringJoiner joined = new StringJoiner(", ");
            for (CheckResult result : results) {
                String one = text.apply(result);
                if (!one.isEmpty()) {
                    joined.add(one);
                }
            }
            return joined.toString();
        }

        /** Whether the check could not be made: the process is neither healthy nor unhealthy. */
        public boolean isIndeterminate() {
            return !unhealthy && cause.equals(INDETERMINATE);
        }

        /** Its parts; itself if it has none. */
        public List<CheckResult> partsOrSelf() {
            return parts.isEmpty() ? List.of(this) : parts;
        }

        /** Whether it is said once: that the next check of the process is well does not mean that it needs no restart. */
        public boolean isSaidOnce() {
            return cause.equals(SCHEDULE) || cause.equals(DEPENDENCY);
        }

        /** The same, that part of its limit. */
        public CheckResult withUsage(double part) {
            return new CheckResult(process, unhealthy, value, limit, reason, cause, part, parts);
        }
    }
}
