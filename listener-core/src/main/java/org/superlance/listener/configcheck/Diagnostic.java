package org.superlance.listener.configcheck;

/**
 * What an inspection has to say.
 *
 * @param isProblem whether somebody should do something about it; otherwise it is only good to know
 * @param sentence one for people, which says what is to be done
 */
public record Diagnostic(boolean isProblem, String sentence) {

    public static Diagnostic problem(String sentence) {
        return new Diagnostic(true, sentence);
    }

    /** What is good to know. */
    public static Diagnostic info(String sentence) {
        return new Diagnostic(false, sentence);
    }

    /** As a sentence of its own. */
    @Override
    public String toString() {
        String line = sentence.endsWith(".") ? sentence : sentence + ".";
        return isProblem ? line : "note: " + line;
    }
}
