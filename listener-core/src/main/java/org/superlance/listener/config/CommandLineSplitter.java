package org.superlance.listener.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits the value of {@code command=} into the program and its arguments. Single quotes, double quotes and backslashes
 * work as in a shell; nothing is expanded.
 *
 * <p>Source: supervisord splits commands by Python's {@code shlex.split}.
 */
public final class CommandLineSplitter {

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private CommandLineSplitter(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException with a sentence for an operator if a quote is not closed */
    public static List<String> split(String text) {
        return new CommandLineSplitter(text).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            accept(text.charAt(at++));
        }
        finishWord();
        return List.copyOf(words);
    }

    private void accept(char c) {
        if (Character.isWhitespace(c)) {
            finishWord();
            return;
        }
        inWord = true;
        switch (c) {
            case '\'', '"' -> acceptQuoted(c);
            case '\\' -> word.append(next("ends in a backslash; write \\\\ for a literal backslash"));
            default -> word.append(c);
        }
    }

    private void acceptQuoted(char quote) {
        String unclosed = "has a " + quote + " that is not closed";
        for (char c = next(unclosed); c != quote; c = next(unclosed)) {
            if (c == '\\' && quote == '"') {
                char escaped = next(unclosed);
                if (escaped != '"' && escaped != '\\') {
                    word.append(c);
                }
                word.append(escaped);
            } else {
                word.append(c);
            }
        }
    }

    private char next(String problem) {
        if (at == text.length()) {
            throw new IllegalArgumentException("'" + text + "' " + problem);
        }
        return text.charAt(at++);
    }

    private void finishWord() {
        if (inWord) {
            words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
    }
}
