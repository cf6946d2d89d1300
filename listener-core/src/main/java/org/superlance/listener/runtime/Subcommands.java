package org.superlance.listener.runtime;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.OptionGroup;

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
        int run(CommandContext context, String... arguments);
    }

    private final ArgumentParser commandLine;
    private final SortedMap<String, Subcommand> byWord;

    private Subcommands(OptionGroup options, Map<String, Subcommand> byWord, CommandContext context) {
        this.commandLine = new ArgumentParser(options, ArgumentParser.NO_LEGACY_OPTIONS, context.out(), context.err());
        this.byWord = new TreeMap<>(byWord);
    }

    /**
     * Runs the one that the first word names.
     *
     * @param options have the help and the version of the whole
     * @return the exit status
     */
    public static int run(
            OptionGroup options, Map<String, Subcommand> byWord, CommandContext context, String... arguments) {
        return new Subcommands(options, byWord, context).run(context, arguments);
    }

    private int run(CommandContext context, String... arguments) {
        if (arguments.length == 0 || arguments[0].startsWith("-")) {
            return commandLine
                    .parse(arguments)
                    .orElseGet(() ->
                            commandLine.usageError("missing subcommand: " + String.join(" or ", byWord.keySet())));
        }
        Subcommand subcommand = byWord.get(arguments[0]);
        return subcommand == null
                ? commandLine.usageError(
                        "there is no '" + commandLine.name() + " " + arguments[0] + "': write " + words())
                : subcommand.run(context, Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private String words() {
        return String.join(
                " or ",
                byWord.keySet().stream()
                        .map(word -> commandLine.name() + " " + word)
                        .toList());
    }
}
