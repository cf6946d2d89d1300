package org.superlance.listener.process;

import java.util.Optional;

/**
 * What can be told of one process, or why it cannot.
 *
 * @param <T> what was asked
 */
public sealed interface Lookup<T> {

    /** It could be found out. */
    record Found<T>(T found) implements Lookup<T> {
        @Override
        public Optional<T> value() {
            return Optional.of(found);
        }

        @Override
        public String sentence() {
            return "known";
        }
    }

    /** There is no such process any more. */
    record NotFound<T>(String sentence) implements Lookup<T> {}

    /** The process is there, but we may not see this. */
    record NotPermitted<T>(String sentence) implements Lookup<T> {}

    /** This operating system does not tell, or not in a way that we can read. */
    record NotSupported<T>(String sentence) implements Lookup<T> {}

    default Optional<T> value() {
        return Optional.empty();
    }

    /** Why there is no value, with a remedy where there is one: a sentence for a log line, without a final stop. */
    String sentence();
}
