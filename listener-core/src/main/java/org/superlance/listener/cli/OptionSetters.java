package org.superlance.listener.cli;

import picocli.CommandLine.Model.ISetter;

/** Options that have no value of their own, but say something of another one. */
final class OptionSetters {

    private OptionSetters() {}

    /** What is given is that one's value. */
    record AliasSetter(Option<?> that) implements ISetter {

        /** Null is what the parser sets before it parses. */
        @Override
        @SuppressWarnings("NullAway") // its interface has no better words
        public <X> X set(X given) {
            return given == null ? given : that.set(given);
        }
    }

    /** That flag does not count any more. */
    record NegatingFlag(Option<Boolean> flag) implements ISetter {

        @Override
        public <X> X set(X given) {
            flag.assign(false);
            return given;
        }
    }
}
