package org.superlance.listener.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits the script of {@code sh -c} into its commands and their words, as far as a short script needs it: quotes,
 * backslashes, variables, separators and redirections. What only a shell can find out, such as {@code $(hostname)}, stays
 * as it stands.
 */
final class ShellScriptSplitter {

    private static final String SEPARATORS = ";&|\n()";
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)\\})");

    private final String text;
    private final Map<String, String> variables;
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean redirected;
    private int at;

    private ShellScriptSplitter(String text, Map<String, String> variables) {
        this.text = text;
        this.variables = variables;
    }

    /**
     * The commands in their order, each with at least one word.
     *
     * @throws IllegalArgumentException if a quote is not closed
     */
    static List<List<String>> split(String text, Map<String, String> variables) {
        ShellScriptSplitter splitter = new ShellScriptSplitter(text, variables);
        splitter.split();
        return List.copyOf(splitter.commands);
    }

    private void split() {
        while (at < text.length()) {
            accept(text.charAt(at));
        }
        finishCommand();
    }

    private void accept(char c) {
        if (c == '$' && variable()) {
            return;
        }
        at++;
        if (SEPARATORS.indexOf(c) >= 0) {
            finishCommand();
        } else if (Character.isWhitespace(c)) {
            finishWord();
        } else if (c == '>' || c == '<') {
            redirect();
        } else {
            inWord = true;
            switch (c) {
                case '\'' -> singleQuoted();
                case '"' -> doubleQuoted();
                case '\\' -> word.append(next());
                default -> word.append(c);
            }
        }
    }

    /** The number in front of it and the file behind it are no words of the command. */
    private void redirect() {
        if (word.toString().matches("[0-9]+")) {
            word.setLength(0);
            inWord = false;
        }
        finishWord();
        while (at < text.length() && ">&|".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        redirected = true;
    }

    private boolean variable() {
        Matcher matcher = VARIABLE.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        word.append(variables.getOrDefault(name, matcher.group()));
        inWord = true;
        at = matcher.end();
        return true;
    }

    private void singleQuoted() {
        for (char c = next(); c != '\''; c = next()) {
            word.append(c);
        }
    }

    private void doubleQuoted() {
        while (true) {
            if (at < text.length() && text.charAt(at) == '$' && variable()) {
                continue;
            }
            char c = next();
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                char escaped = next();
                word.append("$`\"\\".indexOf(escaped) >= 0 ? "" : "\\").append(escaped);
            } else {
                word.append(c);
            }
        }
    }

    private char next() {
        if (at == text.length()) {
            throw new IllegalArgumentException("a quote is not closed");
        }
        return text.charAt(at++);
    }

    private void finishWord() {
        if (inWord && !redirected) {
            words.add(word.toString());
        }
        redirected &= !inWord;
        word.setLength(0);
        inWord = false;
    }

    private void finishCommand() {
        finishWord();
        redirected = false;
        if (!words.isEmpty()) {
            commands.add(List.copyOf(words));
            words = new ArrayList<>();
        }
    }
}
