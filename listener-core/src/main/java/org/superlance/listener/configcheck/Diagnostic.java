package org.superlance.listener.configcheck;

/**
 * One finding of {@code --check}.
 *
 * @param isProblem whether it must be fixed; otherwise it is a note
 * @param sentence what is wrong and how to fix it, in lower case and without a full stop
 */
public record Diagnostic(boolean isProblem, String sentence) {

    public static Diagnostic problem(String sentence) {
        return new Diagnostic(true, sentence);
    }

    /** A note, which is no problem. */
    public static Diagnostic info(String sentence) {
        return new Diagnostic(false, sentence);
    }

    @Override
    public String toString() {
        return isProblem ? sentence : "note: " + sentence;
    }
}
