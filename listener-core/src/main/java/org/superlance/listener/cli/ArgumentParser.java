package org.superlance.listener.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.SystemMemory;
import org.superlance.listener.restart.RestartRules.CycleThreshold;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.ByteSize;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.RateLimit;
import org.superlance.listener.util.TextSanitizer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses command lines the way superlance's users are used to, and says what is wrong in one sentence. */
public final class ArgumentParser {

    /** Of a command that superlance does not have. */
    public static final Collection<String> NO_LEGACY_OPTIONS = List.of();

    /** A secret in a file, or a header whose value is in a file. */
    private static final String SECRET_FILE = "(?:[^:/]*:\\s*)?@(/.*)";

    static {
        UnusedConverters.exclude();
    }

    private final CommandLine commandLine;
    private final LongOptionAbbreviations longOptionAbbreviations;
    private final OutputStream out;
    private final PrintStream err;
    private final Map<String, String> hints;
    private @Nullable ParseResult said;

    /**
     * @param oldNames the long options that superlance has; abbreviations mean these first
     * @param out for help and version
     * @param err for what is wrong
     */
    public ArgumentParser(OptionGroup options, Collection<String> oldNames, OutputStream out, PrintStream err) {
        this.commandLine = new CommandLine(options.spec(), OptionGroup.LISTS);
        this.hints = options.hints();
        this.out = out;
        this.err = err;
        commandLine.setOverwrittenOptionsAllowed(true);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExpandAtFiles(false);
        register(Duration.class, Durations::parse);
        register(ByteSize.class, SystemMemory::parseSize);
        register(CycleThreshold.class, CycleThreshold::parse);
        register(RateLimit.class, RateLimit::parse);
        register(ProcessPattern.class, ProcessPattern::parse);
        this.longOptionAbbreviations = new LongOptionAbbreviations(commandLine.getCommandSpec(), oldNames);
    }

    public String name() {
        return commandLine.getCommandName();
    }

    /** From now on the first word that is no option ends the options: the rest is another command's. */
    public ArgumentParser endOptionsAtFirstWord() {
        commandLine.setStopAtPositional(true);
        return this;
    }

    /** Parses; the status to end with is present if there is nothing more to do: help was shown, or it is wrong. */
    public OptionalInt parse(String... arguments) {
        try {
            ParseResult result = commandLine.parseArgs(longOptionAbbreviations.complete(arguments));
            said = result;
            if (result.isUsageHelpRequested()) {
                print(commandLine.getUsageMessage(Ansi.OFF).stripTrailing());
                return OptionalInt.of(ExitStatus.OK);
            }
            if (result.isVersionHelpRequested()) {
                print(name() + " " + version());
                return OptionalInt.of(ExitStatus.OK);
            }
            return OptionalInt.empty();
        } catch (ParameterException e) {
            return OptionalInt.of(usageError(sentence(e, arguments)));
        } catch (IllegalArgumentException e) {
            return OptionalInt.of(usageError(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Parses another command line; what help or version it asks for is not given.
     *
     * @throws IllegalArgumentException with a sentence for people if it is wrong
     */
    public void parseOther(List<String> arguments) {
        String[] words = arguments.toArray(String[]::new);
        try {
            said = commandLine.parseArgs(longOptionAbbreviations.complete(words));
        } catch (ParameterException e) {
            throw new IllegalArgumentException(sentence(e, words), e);
        }
    }

    /** What was said, for a line of the log, such as {@code -a 200MB --email ops@example.com}; without secrets. */
    public String describe() {
        ParseResult result = said;
        if (result == null) {
            return "";
        }
        // loops: every start has this, and such streams take it some milliseconds
        StringJoiner words = new StringJoiner(" ");
        for (OptionSpec option : new LinkedHashSet<>(result.matchedOptions())) {
            describe(option, words);
        }
        for (ArgSpec positional : new LinkedHashSet<>(result.matchedPositionals())) {
            positional.originalStringValues().forEach(words::add);
        }
        return TextSanitizer.withoutLogins(words.toString());
    }

    /**
     * The files and directories that the options name for the command to use, also those of secrets such as
     * {@code @/path}.
     */
    public List<FileUse> files() {
        ParseResult result = said;
        return result == null
                ? List.of()
                : result.matchedOptions().stream()
                        .distinct()
                        .flatMap(ArgumentParser::files)
                        .toList();
    }

    private static Stream<FileUse> files(OptionSpec option) {
        if (!(option.getter() instanceof Option<?> given)) {
            return Stream.of();
        }
        FileUse.Kind use = given.fileUse();
        String name = option.longestName();
        if (use != null) {
            return option.originalStringValues().stream().map(value -> new FileUse(name, Path.of(value), use));
        }
        return given.isSecret()
                ? option.originalStringValues().stream()
                        .map(Pattern.compile(SECRET_FILE)::matcher)
                        .filter(Matcher::matches)
                        .map(found -> new FileUse(name, Path.of(found.group(1)), FileUse.Kind.READ))
                : Stream.of();
    }

    private static void describe(OptionSpec option, StringJoiner words) {
        String name = option.longestName();
        if (option.arity().max() == 0) {
            words.add(name);
            return;
        }
        boolean secret = option.getter() instanceof Option<?> given && given.isSecret();
        for (String value : option.originalStringValues()) {
            words.add(value.isEmpty() ? name : name + " " + (secret ? "***" : value));
        }
    }

    /** Whether nothing was said but these options. */
    public boolean isOnlyOptions(Set<String> options) {
        return said == null
                || (said.matchedPositionals().isEmpty()
                        && said.matchedOptions().stream().allMatch(option -> options.contains(option.longestName())));
    }

    /** Says what is wrong with the command line, and the short usage; returns the status to end with. */
    public int usageError(String sentence) {
        PrintWriter text = new PrintWriter(err, true, StandardCharsets.UTF_8);
        text.println(name() + ": " + sentence);
        text.print("Usage: " + commandLine.getHelp().synopsis(0));
        text.println("Try '" + name() + " --help'.");
        return ExitStatus.USAGE;
    }

    private void print(String text) {
        new PrintStream(out, true, StandardCharsets.UTF_8).println(text);
    }

    private String sentence(ParameterException e, String... arguments) {
        if (Stream.of(arguments).anyMatch(word -> word.startsWith("\n"))) {
            return "a line of command= ends in a backslash; take the backslashes out, supervisord joins indented lines"
                    + " by itself";
        }
        return sentence(e);
    }

    private String sentence(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            return first.startsWith("-") && first.length() > 1
                    ? unknownOption(first)
                    : "unexpected argument '" + first + "': " + name() + " takes options only";
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return "option " + nameOf(missing.getMissing().get(0)) + " needs a value";
        }
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("invalid command line");
    }

    private String unknownOption(String word) {
        String name = word.split("=", 2)[0];
        String hint = hints.getOrDefault(name.startsWith("--") || name.length() < 2 ? name : name.substring(0, 2), "");
        return "unknown option: " + name + (hint.isEmpty() ? "" : "; " + hint);
    }

    private static String nameOf(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** The version of the package that this is from. */
    public static String version() {
        String version = ArgumentParser.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }

    private <T> void register(Class<T> type, Function<String, T> parser) {
        commandLine.registerConverter(type, new Option.Converter<>(parser));
    }

    /**
     * Completes abbreviated long options, as getopt did for superlance's users. An abbreviation means an old option if it
     * can: a new one never changes what a command line that worked for years means.
     */
    private static final class LongOptionAbbreviations {

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
            TreeSet<String> candidates = new TreeSet<>();
            for (String name : names) {
                if (name.startsWith(prefix)) {
                    candidates.add(name);
                }
            }
            if (areSeveral(candidates)) {
                throw new IllegalArgumentException(
                        "ambiguous option " + prefix + ": could be " + String.join(" or ", candidates));
            }
            return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.first());
        }

        private boolean areSeveral(Collection<String> names) {
            Set<OptionSpec> options = new HashSet<>();
            for (String name : names) {
                options.add(spec.findOption(name));
            }
            return options.size() > 1;
        }

        private List<String> allLongNames() {
            List<String> names = new ArrayList<>();
            for (OptionSpec option : spec.options()) {
                for (String name : option.names()) {
                    if (name.startsWith("--")) {
                        names.add(name);
                    }
                }
            }
            return names;
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
            return option.arity().min() > 0;
        }
    }
}
