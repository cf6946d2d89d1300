package org.superlance.httpok;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.util.TextSanitizer;

/**
 * A regular expression of the command line that is given up at the deadline of its check, and when it needs too much memory.
 *
 * @param option that it was given with, for messages
 */
record BoundedRegex(String option, Pattern pattern) {

    /** @throws IllegalArgumentException with a sentence for people if the text is no regular expression */
    static BoundedRegex parse(String option, String text) {
        try {
            return new BoundedRegex(option, Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a regular expression: " + e.getDescription() + " at character "
                            + (e.getIndex() + 1),
                    e);
        }
    }

    /**
     * Whether something in the text matches.
     *
     * @param what the text is, for messages
     * @throws IndeterminateException if it cannot be told in time
     */
    boolean isIn(String text, String what, ProbeDeadline deadline) throws IndeterminateException {
        try {
            return pattern.matcher(new DeadlineCharSequence(text, deadline)).find();
        } catch (DeadlineCharSequence.OutOfTimeException e) {
            throw tooExpensive(what, "not finished within --timeout");
        } catch (StackOverflowError e) {
            // the JDK's matcher recurses once for each round of a repeated group
            throw tooExpensive(what, "it needs too much memory");
        }
    }

    private IndeterminateException tooExpensive(String what, String why) {
        return new IndeterminateException(
                option + " " + this + " cannot be matched against " + what + ": " + why + "; write a simpler one");
    }

    @Override
    public String toString() {
        return "/" + TextSanitizer.excerpt(pattern.pattern()) + "/";
    }

    /**
     * A text that throws when it is read after the deadline: the only way to stop a runaway regular expression.
     */
    private static final class DeadlineCharSequence implements CharSequence {

        private static final int CHECK_INTERVAL = 1_024;

        private final CharSequence text;
        private final ProbeDeadline deadline;
        private int reads;

        DeadlineCharSequence(CharSequence text, ProbeDeadline deadline) {
            this.text = text;
            this.deadline = deadline;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads % CHECK_INTERVAL == 0 && deadline.isOver()) {
                throw new OutOfTimeException();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }

        /** The deadline has passed. */
        static final class OutOfTimeException extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
    }
}
