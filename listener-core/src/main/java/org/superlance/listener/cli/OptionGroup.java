package org.superlance.listener.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The options of a command, or a part of them, in the order of its help. They are declared in code: to find annotations
 * took longer than all else that a listener does before it is ready. A part that several commands share, or that has a
 * meaning of its own, is a subclass with an {@link Option} in each of its fields.
 */
public class OptionGroup {

    /** Makes lists, of which alone the parser is in need. Its own one looks for Groovy first, through our whole JAR. */
    static final IFactory LISTS = new IFactory() {
        @Override
        public <K> K create(Class<K> type) {
            return type.cast(new ArrayList<>());
        }
    };

    private static final String[] NO_NAMES = {};

    private final String name;
    private final String description;
    private final List<Option<?>> options = new ArrayList<>();
    private final Map<String, String> hints = new HashMap<>();
    private String[] synopsis = {};
    private String[] footer = {};

    /**
     * All options of a command.
     *
     * @param name what people type
     * @param description what the command is for
     */
    protected OptionGroup(String name, String description) {
        this.name = name;
        this.description = description;
    }

    /** A part of the options of commands. */
    protected OptionGroup() {
        this("", "");
    }

    /**
     * All options of a command.
     *
     * @param name what people type
     * @param description what the command is for
     */
    public static OptionGroup of(String name, String description) {
        return new OptionGroup(name, description);
    }

    /** Said instead of a synopsis made of all options. */
    public final OptionGroup synopsis(String... lines) {
        synopsis = lines;
        return this;
    }

    /** What the help ends with. */
    public final OptionGroup footer(String... lines) {
        footer = lines;
        return this;
    }

    /**
     * What to write instead of an option of another program of this name, said where somebody gives it.
     *
     * @param option such as {@code -r}
     * @param remedy a clause, such as {@code write --max-restarts N/DURATION}
     */
    public final OptionGroup hint(String option, String remedy) {
        hints.put(option, remedy);
        return this;
    }

    final Map<String, String> hints() {
        return Map.copyOf(hints);
    }

    /** And those for help and version, which every command has. */
    public final OptionGroup withHelp() {
        flag("-h", "--help").purpose(Option.Purpose.HELP).description("Show this help and exit.");
        flag("-V", "--version").purpose(Option.Purpose.VERSION).description("Show the version and exit.");
        return this;
    }

    /** An option without a value. */
    public final Option<Boolean> flag(String... names) {
        return add(new Option<Boolean>(boolean.class, boolean.class, "0", names).defaultValue(false));
    }

    /** An option with a value. */
    public final <T> Option<T> value(Class<T> type, String... names) {
        return add(new Option<>(type, type, "1", names));
    }

    /** An option whose value may be missing, {@code --name[=VALUE]}: it is then read from the empty text. */
    public final <T> Option<T> optionalValue(Class<T> type, String... names) {
        return add(new Option<>(type, type, "0..1", names));
    }

    /** An option that may be repeated; its value is all that was given. */
    public final <T> Option<List<T>> list(Class<T> ofEach, String... names) {
        return add(new Option<List<T>>(List.class, ofEach, "1", names).defaultValue(List.of()));
    }

    /** The words behind the options. */
    public final Option<List<String>> words() {
        return add(new Option<List<String>>(List.class, String.class, "0..*", NO_NAMES).defaultValue(List.of()));
    }

    /** The one word behind the options, which may be missing. */
    public final <T> Option<T> word(Class<T> type) {
        return add(new Option<>(type, type, "0..1", NO_NAMES));
    }

    /** These and those of a part, in the place where it is added. */
    public final <P extends OptionGroup> P with(P part) {
        options.addAll(((OptionGroup) part).options);
        return part;
    }

    private <T> Option<T> add(Option<T> option) {
        options.add(option);
        return option;
    }

    /** As the parser, the help and the manual want them. */
    public final CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(null, LISTS).name(name);
        spec.usageMessage()
                .description(description)
                .customSynopsis(synopsis)
                .footer(footer)
                .sortOptions(false);
        for (Option<?> option : options) {
            spec.add(option.spec());
        }
        return spec;
    }
}
