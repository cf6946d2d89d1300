package org.superlance.listener.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.Ascii;

/**
 * What stands in front of a command in {@code command=}, such as {@code python}, {@code bash -c} or {@code su}, and the
 * commands that it starts.
 *
 * @param kinds what stands in front
 * @param program the outermost of the programs that run as another user, such as {@code su}; empty for none
 * @param commands the words of each command: several in the script of a shell, otherwise one
 */
public record CommandLauncher(Set<Kind> kinds, Optional<String> program, List<List<String>> commands) {

    private static final int MAX_DEPTH = 8;
    private static final String PYTHON = "python";
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "zsh", "ksh", "ash");
    private static final Set<String> USERS = Set.of("su", "runuser");

    /** What may stand in front of a command. */
    public enum Kind {
        /** An interpreter of Python. */
        PYTHON,
        /** A shell that reads the command from a script of one line. */
        SHELL,
        /** A program that runs it as another user, and stays its parent. */
        USER
    }

    public CommandLauncher {
        kinds = Set.copyOf(kinds);
        commands = List.copyOf(commands);
    }

    /**
     * Analyzes the words; any are accepted.
     *
     * @param variables those that a shell replaces in its script
     */
    public static CommandLauncher of(List<String> words, Map<String, String> variables) {
        Unwrapping found = new Unwrapping(variables);
        found.unwrap(words, 0);
        return new CommandLauncher(found.kinds, Optional.ofNullable(found.program), found.commands);
    }

    /** The arguments of this command, if it is one of those that are started. */
    public Optional<List<String>> arguments(String command) {
        return commands.stream()
                .map(words -> CommandMatcher.of(words).arguments(command))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Why that program should not stay the parent of a process, and what to write instead: a clause. */
    public static String adviceAgainst(String program) {
        return "command= runs " + program
                + ", which passes no HUP, USR1 or USR2 on, and leaves the command behind when it"
                + " is killed; write user=USER and the command alone";
    }

    private static String baseName(String word) {
        Path name =
                word.isEmpty() || word.indexOf('\0') >= 0 ? null : Path.of(word).getFileName();
        return name == null ? "" : name.toString();
    }

    private static final class Unwrapping {

        private final Map<String, String> variables;
        private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        private final List<List<String>> commands = new ArrayList<>();
        private @Nullable String program;

        private Unwrapping(Map<String, String> variables) {
            this.variables = variables;
        }

        private void unwrap(List<String> words, int depth) {
            int first = firstOfCommand(words);
            String name = first < words.size() ? baseName(words.get(first)) : "";
            List<String> rest = words.subList(Math.min(first + 1, words.size()), words.size());
            if (depth >= MAX_DEPTH) {
                commands.add(words);
            } else if (isPython(name)) {
                python(words, rest, depth);
            } else if (SHELLS.contains(name)) {
                script(words, rest, Kind.SHELL, depth);
            } else if (USERS.contains(name)) {
                program = program == null ? name : program;
                user(words, rest, depth);
            } else if (first > 0 && !name.equals("java")) {
                commands.add(withEnvironment(words, first));
            } else {
                commands.add(words);
            }
        }

        /** Whatever its version. */
        private static boolean isPython(String name) {
            return name.startsWith(PYTHON) && Ascii.endOf(name, Ascii.DIGITS + ".", PYTHON.length()) == name.length();
        }

        /** Behind {@code exec}, {@code env} and its options, and variables that a shell sets. */
        private static int firstOfCommand(List<String> words) {
            int at = 0;
            while (at < words.size()) {
                String word = words.get(at);
                boolean named = at > 0 && (word.equals("-u") || word.equals("--unset"));
                if (CommandMatcher.isVariable(word)
                        || word.equals("exec")
                        || baseName(word).equals("env")) {
                    at++;
                } else if (at > 0 && baseName(words.get(0)).equals("env") && word.startsWith("-")) {
                    at += named ? 2 : 1;
                } else {
                    break;
                }
            }
            return Math.min(at, words.size());
        }

        /** As {@link CommandMatcher} knows it: {@code env NAME=VALUE… command}. */
        private static List<String> withEnvironment(List<String> words, int first) {
            List<String> plain = new ArrayList<>(List.of("env"));
            words.subList(0, first).stream().filter(CommandMatcher::isVariable).forEach(plain::add);
            plain.addAll(words.subList(first, words.size()));
            return plain;
        }

        private void python(List<String> words, List<String> rest, int depth) {
            int at = 0;
            while (at < rest.size()
                    && rest.get(at).startsWith("-")
                    && !rest.get(at).equals("-m")) {
                at += Set.of("-W", "-X").contains(rest.get(at)) ? 2 : 1;
            }
            boolean module = at < rest.size() && rest.get(at).equals("-m");
            at += module ? 1 : 0;
            if (at >= rest.size()) {
                commands.add(words);
                return;
            }
            kinds.add(Kind.PYTHON);
            List<String> command = new ArrayList<>(rest.subList(at, rest.size()));
            String name = command.get(0);
            command.set(0, module ? name.substring(name.lastIndexOf('.') + 1) : name.replaceFirst("\\.py$", ""));
            unwrap(command, depth + 1);
        }

        /** A script behind {@code -c}, which may stand among other letters. */
        private void script(List<String> words, List<String> rest, Kind kind, int depth) {
            for (int at = 0; at < rest.size(); at++) {
                String word = rest.get(at);
                if (word.startsWith("--command=")) {
                    kinds.add(kind);
                    lines(word.substring("--command=".length()), depth);
                    return;
                }
                boolean isScript = word.equals("--command") || word.matches("-[A-Za-z]*c");
                if (isScript && at + 1 < rest.size()) {
                    kinds.add(kind);
                    lines(rest.get(at + 1), depth);
                    return;
                }
            }
            commands.add(words);
        }

        private void lines(String script, int depth) {
            try {
                ShellScriptSplitter.split(script, variables).forEach(words -> unwrap(words, depth + 1));
            } catch (IllegalArgumentException e) {
                // the shell complains of it; no command can be found in it
                commands.add(List.of(script));
            }
        }

        /** {@code su - app -c SCRIPT}, {@code runuser -u app -- command}. */
        private void user(List<String> words, List<String> rest, int depth) {
            kinds.add(Kind.USER);
            int user = rest.indexOf("-u");
            if (user < 0 || user + 2 >= rest.size()) {
                script(words, rest, Kind.USER, depth);
                return;
            }
            List<String> command = rest.subList(user + 2, rest.size());
            unwrap(command.get(0).equals("--") ? command.subList(1, command.size()) : command, depth + 1);
        }
    }
}
