package org.superlance.packaging;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command's completion for zsh, with what each option is for. */
final class ZshCompletion {

    private final CommandSpec command;
    private final HelpText help;

    private ZshCompletion(CommandSpec command) {
        this.command = command;
        this.help = new HelpText(command);
    }

    /** The content of the file {@code _NAME} that zsh loads when the command is to be completed. */
    static String of(CommandSpec command) {
        return "#compdef " + command.name() + "\n\n" + new ZshCompletion(command).body();
    }

    private String body() {
        String options = help.options().stream().map(this::option).collect(Collectors.joining());
        if (command.subcommands().isEmpty()) {
            return "_arguments -s -S" + options + positional() + "\n";
        }
        return "_arguments -C" + options
                + next(subcommands())
                + next("*::argument:->arguments") + "\n[[ $state = arguments ]] || return\ncase $words[1] in\n"
                + command.subcommands().values().stream()
                        .map(sub ->
                                sub.getCommandName() + ")\n" + new ZshCompletion(sub.getCommandSpec()).body() + ";;\n")
                        .collect(Collectors.joining())
                + "esac\n";
    }

    /** Or a file, where the command takes one instead. */
    private String subcommands() {
        String words = "(" + String.join(" ", command.subcommands().keySet()) + ")";
        return help.parameters().stream().anyMatch(parameter -> parameter.type() == Path.class)
                ? "1: :{_alternative \"command:command:" + words + "\" \"file:file:_files\"}"
                : "1:command:" + words;
    }

    /** Only what something is known of: zsh would not complete an option where it may be any word as well. */
    private String positional() {
        return help.parameters().stream()
                .filter(parameter -> parameter.completionCandidates() != null || parameter.type() == Path.class)
                .map(parameter -> next("*:" + value(parameter)))
                .collect(Collectors.joining());
    }

    /** One word for each spelling of the option: a spelling excludes the others, unless it may be repeated. */
    private String option(OptionSpec option) {
        String names = String.join(" ", option.names());
        String excludes = option.isMultiValue() ? "*" : "(" + names + ")";
        String meaning = "[" + escape(help.description(option)) + "]";
        String value = option.arity().max() > 0 ? ":" + value(option) : "";
        return List.of(option.names()).stream()
                .map(name -> next(excludes + name + sticky(option, name) + meaning + value))
                .collect(Collectors.joining());
    }

    /** How the value follows the name: {@code --name=value}, {@code -nvalue}, or in the next word. */
    private static String sticky(OptionSpec option, String name) {
        if (option.arity().max() == 0) {
            return "";
        }
        return name.startsWith("--") ? "=" : "+";
    }

    private static String value(ArgSpec argument) {
        String label = escape(argument.paramLabel());
        if (argument.completionCandidates() != null) {
            return label + ":("
                    + StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                            .collect(Collectors.joining(" "))
                    + ")";
        }
        if (argument.type() == Path.class) {
            return label + (argument.paramLabel().contains("DIR") ? ":_files -/" : ":_files");
        }
        return label + ":";
    }

    private static String escape(String words) {
        return words.replaceAll("([\\\\\\[\\]:])", "\\\\$1");
    }

    private static String next(String word) {
        return " \\\n    '" + word.replace("'", "'\\''") + "'";
    }
}
