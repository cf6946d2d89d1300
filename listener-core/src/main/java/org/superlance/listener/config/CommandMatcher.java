package org.superlance.listener.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.util.Ascii;

/**
 * The command that the words of {@code command=} run, however it is started: as {@code memmon},
 * {@code /usr/bin/memmon.jar}, {@code superlance memmon}, {@code java -jar memmon.jar}, or one of these after
 * {@code env}.
 *
 * @param environment the variables that {@code env} sets for it
 * @param javaOptions the options between {@code java} and {@code -jar}
 * @param program the word that names the program, as written
 * @param name the command's name without directory and {@code .jar}; empty if there is none
 * @param arguments the words after the name
 */
public record CommandMatcher(
        Map<String, String> environment,
        List<String> javaOptions,
        String program,
        String name,
        List<String> arguments) {

    private static final String IN_NAME = Ascii.LETTERS + Ascii.DIGITS + "_";
    private static final String JAR = ".jar";

    public CommandMatcher {
        environment = Map.copyOf(environment);
        javaOptions = List.copyOf(javaOptions);
        arguments = List.copyOf(arguments);
    }

    /** Analyzes the words; any are accepted. */
    public static CommandMatcher of(List<String> words) {
        Map<String, String> environment = new LinkedHashMap<>();
        List<String> left = words;
        if (isNamed(left, "env")) {
            left = rest(left);
            while (!left.isEmpty() && isVariable(left.get(0))) {
                String variable = left.get(0);
                int equals = variable.indexOf('=');
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
                left = rest(left);
            }
        }
        List<String> javaOptions = List.of();
        int jar = left.indexOf("-jar");
        if (isNamed(left, "java") && jar > 0) {
            javaOptions = left.subList(1, jar);
            left = left.subList(jar + 1, left.size());
        }
        String program = !left.isEmpty() ? left.get(0) : words.isEmpty() ? "" : words.get(0);
        if (isNamed(left, "superlance")) {
            left = rest(left);
        }
        String name = left.isEmpty() ? "" : baseName(left.get(0));
        return new CommandMatcher(environment, javaOptions, program, name, left.isEmpty() ? left : rest(left));
    }

    /**
     * The arguments of this command.
     *
     * @param command its name, optionally followed by a subcommand
     * @return empty if the words run another command
     */
    public Optional<List<String>> arguments(String command) {
        int space = command.indexOf(' ');
        if (space < 0) {
            return name.equals(command) ? Optional.of(arguments) : Optional.empty();
        }
        boolean same = name.equals(command.substring(0, space))
                && !arguments.isEmpty()
                && arguments.get(0).equals(command.substring(space + 1));
        return same ? Optional.of(rest(arguments)) : Optional.empty();
    }

    /**
     * The first word that is neither an option nor the value of one.
     *
     * @param optionsWithValue those whose value is the next word
     */
    public static Optional<String> firstArgument(List<String> words, Set<String> optionsWithValue) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-")) {
                return Optional.of(word);
            }
            if (optionsWithValue.contains(word)) {
                i++;
            }
        }
        return Optional.empty();
    }

    /** Whether it sets a variable, as a shell and env know it: {@code NAME=VALUE}. */
    static boolean isVariable(String word) {
        String name = word.substring(0, Math.max(0, word.indexOf('=')));
        return Ascii.consistsOf(name, IN_NAME) && Ascii.DIGITS.indexOf(name.charAt(0)) < 0;
    }

    private static boolean isNamed(List<String> words, String name) {
        return !words.isEmpty() && baseName(words.get(0)).equals(name);
    }

    private static List<String> rest(List<String> words) {
        return words.subList(1, words.size());
    }

    private static String baseName(String word) {
        Path name =
                word.isEmpty() || word.indexOf('\0') >= 0 ? null : Path.of(word).getFileName();
        String base = name == null ? "" : name.toString();
        return base.endsWith(JAR) ? base.substring(0, base.length() - JAR.length()) : base;
    }
}
