package org.superlance.listener.configcheck;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises a command in the words of {@code command=}, however it is started. */
final class CommandMatcher {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

    private CommandMatcher() {}

    /**
     * The options that the command gets there: as {@code memmon}, {@code /usr/bin/memmon.jar}, {@code superlance memmon},
     * {@code java -jar memmon.jar}, or one of these after {@code env}.
     *
     * @param command its name; a second word is its subcommand
     * @return empty if the words start something else
     */
    static Optional<List<String>> arguments(List<String> words, String command) {
        List<String> name = List.of(command.split(" ", -1));
        List<String> left = program(words);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        if (baseName(left.get(0)).equals("superlance")) {
            left = left.subList(1, left.size());
        }
        boolean same = left.size() >= name.size()
                && baseName(left.get(0)).equals(name.get(0))
                && left.subList(1, name.size()).equals(name.subList(1, name.size()));
        return same ? Optional.of(List.copyOf(left.subList(name.size(), left.size()))) : Optional.empty();
    }

    private static List<String> program(List<String> words) {
        int at = 0;
        if (!words.isEmpty() && baseName(words.get(0)).equals("env")) {
            at = 1;
            while (at < words.size() && VARIABLE.matcher(words.get(at)).matches()) {
                at++;
            }
        }
        List<String> left = words.subList(at, words.size());
        int jar = left.indexOf("-jar");
        boolean byJava = !left.isEmpty() && baseName(left.get(0)).equals("java") && jar > 0;
        return byJava ? left.subList(jar + 1, left.size()) : left;
    }

    private static String baseName(String word) {
        Path name =
                word.isEmpty() || word.indexOf('\0') >= 0 ? null : Path.of(word).getFileName();
        return name == null ? "" : name.toString().replaceFirst("\\.jar$", "");
    }
}
