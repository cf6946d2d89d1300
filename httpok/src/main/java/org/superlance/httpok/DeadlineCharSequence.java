package org.superlance.httpok;

/** A text that refuses to be read when time is up: the only way to stop a regular expression that tries for ever. */
final class DeadlineCharSequence implements CharSequence {

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

    /** Time was up. */
    static final class OutOfTimeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
