package org.superlance.listener.inspection;

/**
 * What an inspection has to say.
 *
 * @param isProblem whether somebody should do something about it; otherwise it is only good to know
 * @param sentence one for people, which says what is to be done
 */
public record Remark(boolean isProblem, String sentence) {

    public static Remark problem(String sentence) {
        return new Remark(true, sentence);
    }

    /** What is good to know. */
    public static Remark note(String sentence) {
        return new Remark(false, sentence);
    }

    /** As a sentence of its own. */
    @Override
    public String toString() {
        String line = sentence.endsWith(".") ? sentence : sentence + ".";
        return isProblem ? line : "note: " + line;
    }
}
