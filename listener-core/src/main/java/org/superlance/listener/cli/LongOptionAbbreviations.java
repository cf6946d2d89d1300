package org.superlance.listener.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completes abbreviated long options, as getopt did for superlance's users. An abbreviation means an old option if it
 * can: a new one never changes what a command line that worked for years means.
 */
final class LongOptionAbbreviations {

    private final CommandSpec spec;
    private final Collection<String> oldNames;

    LongOptionAbbreviations(CommandSpec spec, Collection<String> oldNames) {
        this.spec = spec;
        this.oldNames = oldNames;
    }

    /** @throws IllegalArgumentException with a sentence for people if an abbreviation could mean several options */
    String[] complete(String... arguments) {
        List<String> completed = new ArrayList<>();
        boolean value = false;
        boolean optionsEnded = false;
        for (String argument : arguments) {
            if (value || optionsEnded || !argument.startsWith("-")) {
                completed.add(argument);
                optionsEnded |= !value && spec.parser().stopAtPositional();
                value = false;
                continue;
            }
            optionsEnded = argument.equals("--");
            String whole = argument.startsWith("--") && !optionsEnded ? complete(argument) : argument;
            completed.add(whole);
            value = takesNext(whole);
        }
        return completed.toArray(String[]::new);
    }

    private String complete(String argument) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        String rest = equals < 0 ? "" : argument.substring(equals);
        if (spec.findOption(name) != null) {
            return argument;
        }
        return resolve(name, oldNames)
                .or(() -> resolve(name, allLongNames()))
                .map(full -> full + rest)
                .orElse(argument);
    }

    private Optional<String> resolve(String prefix, Collection<String> names) {
        List<String> candidates =
                names.stream().filter(name -> name.startsWith(prefix)).sorted().toList();
        if (areSeveral(candidates)) {
            throw new IllegalArgumentException(
                    "option " + prefix + " could be " + String.join(" or ", candidates) + ": write it out");
        }
        return candidates.stream().findFirst();
    }

    private boolean areSeveral(List<String> names) {
        Set<OptionSpec> options = new HashSet<>();
        for (String name : names) {
            options.add(spec.findOption(name));
        }
        return options.size() > 1;
    }

    private List<String> allLongNames() {
        return spec.options().stream()
                .flatMap(option -> List.of(option.names()).stream())
                .filter(name -> name.startsWith("--"))
                .toList();
    }

    /** Whether the next argument is this one's value. */
    private boolean takesNext(String argument) {
        if (argument.startsWith("--")) {
            OptionSpec option = spec.findOption(argument);
            return option != null && takesValue(option);
        }
        for (int i = 1; i < argument.length(); i++) {
            OptionSpec option = spec.findOption("-" + argument.charAt(i));
            if (option == null) {
                return false;
            }
            if (takesValue(option)) {
                return i == argument.length() - 1;
            }
        }
        return false;
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }
}
