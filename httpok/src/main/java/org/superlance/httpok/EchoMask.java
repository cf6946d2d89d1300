package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hides in an answer what was sent: a server that does not know a command repeats it, often cut, and any word behind the
 * command may be a password.
 *
 * @param words to be hidden, the longest first; each character is a byte, as in an answer
 */
record EchoMask(List<String> words) {

    /** Shorter words would be found everywhere. */
    private static final int MIN_LENGTH = 4;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\\x00-\\x1f\"'(){}\\[\\],;=:<>]+");
    private static final String MASK = new String("…".getBytes(UTF_8), ISO_8859_1);

    EchoMask {
        words = List.copyOf(words);
    }

    /**
     * Of all words behind the command.
     *
     * @param command the first word, which may be shown; anything else if the text does not begin with one
     */
    static EchoMask of(String octets, String command) {
        String rest = octets.stripLeading();
        return new EchoMask(BETWEEN_WORDS
                .splitAsStream(rest.startsWith(command) ? rest.substring(command.length()) : rest)
                .filter(word -> word.length() >= MIN_LENGTH)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** The answer with a mask in place of each of the words, or of its beginning where a server has cut it. */
    String apply(String answer) {
        if (words.isEmpty()) {
            return answer;
        }
        StringBuilder masked = new StringBuilder();
        int at = 0;
        while (at < answer.length()) {
            int hidden = hiddenAt(answer, at);
            masked.append(hidden == 0 ? answer.substring(at, at + 1) : MASK);
            at += Math.max(1, hidden);
        }
        return masked.toString();
    }

    private int hiddenAt(String answer, int at) {
        for (String word : words) {
            int length = commonLength(answer, at, word);
            boolean isWhole = length == word.length();
            if (isWhole || (length >= MIN_LENGTH && isEdge(answer, at - 1) && isEdge(answer, at + length))) {
                return length;
            }
        }
        return 0;
    }

    private static int commonLength(String answer, int at, String word) {
        int length = 0;
        while (length < word.length()
                && at + length < answer.length()
                && Character.toLowerCase(answer.charAt(at + length)) == Character.toLowerCase(word.charAt(length))) {
            length++;
        }
        return length;
    }

    private static boolean isEdge(String answer, int at) {
        return at < 0 || at >= answer.length() || !Character.isLetterOrDigit(answer.charAt(at));
    }
}
