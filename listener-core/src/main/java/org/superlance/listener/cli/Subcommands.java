package org.superlance.listener.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A command that is several: its first word says which. */
public final class Subcommands {

    /** One of them. */
    @FunctionalInterface
    public interface Subcommand {

        /**
         * Runs it.
         *
         * @param arguments those after the word
         * @return its exit status
         */
        int run(Surroundings surroundings, String... arguments);
    }

    private final CommandLines commandLine;
    private final SortedMap<String, Subcommand> byWord;

    private Subcommands(Options.Holder command, Map<String, Subcommand> byWord, Surroundings surroundings) {
        this.commandLine = new CommandLines(command, CommandLines.NO_OLD_NAMES, surroundings);
        this.byWord = new TreeMap<>(byWord);
    }

    /**
     * Runs the one that the first word names.
     *
     * @param command has the help and the version of the whole
     * @return the exit status
     */
    public static int run(
            Options.Holder command, Map<String, Subcommand> byWord, Surroundings surroundings, String... arguments) {
        return new Subcommands(command, byWord, surroundings).run(surroundings, arguments);
    }

    private int run(Surroundings surroundings, String... arguments) {
        if (arguments.length == 0 || arguments[0].startsWith("-")) {
            return commandLine.parse(arguments).orElseGet(() -> commandLine.refuse("say which: " + words()));
        }
        Subcommand subcommand = byWord.get(arguments[0]);
        return subcommand == null
                ? commandLine.refuse("there is no '" + commandLine.name() + " " + arguments[0] + "': write " + words())
                : subcommand.run(surroundings, Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private String words() {
        return String.join(
                " or ",
                byWord.keySet().stream()
                        .map(word -> commandLine.name() + " " + word)
                        .toList());
    }
}
