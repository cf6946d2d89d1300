package org.superlance.httpok;

/** A text that refuses to be read when time is up: the only way to stop a regular expression that tries for ever. */
final class TimedText implements CharSequence {

    private static final int BETWEEN_LOOKS = 1_024;

    private final CharSequence text;
    private final Deadline deadline;
    private int reads;

    TimedText(CharSequence text, Deadline deadline) {
        this.text = text;
        this.deadline = deadline;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++reads % BETWEEN_LOOKS == 0 && deadline.isOver()) {
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
