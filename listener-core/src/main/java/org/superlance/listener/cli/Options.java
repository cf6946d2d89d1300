package org.superlance.listener.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The options of a command, or a part of them, in the order of its help. They are declared in code: to find annotations
 * took longer than all else that a listener does before it is ready.
 */
public final class Options {

    /** Has options. */
    public interface Holder {

        /** The same ones each time. */
        Options options();
    }

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
    private final List<Setting<?>> settings = new ArrayList<>();
    private String[] synopsis = {};
    private String[] footer = {};

    private Options(String name, String description) {
        this.name = name;
        this.description = description;
    }

    /** A part of the options of commands. */
    public Options() {
        this("", "");
    }

    /**
     * All options of a command.
     *
     * @param name what people type
     * @param description what the command is for
     */
    public static Options of(String name, String description) {
        return new Options(name, description);
    }

    /** Said instead of a synopsis made of all options. */
    public Options synopsis(String... lines) {
        synopsis = lines;
        return this;
    }

    /** What the help ends with. */
    public Options footer(String... lines) {
        footer = lines;
        return this;
    }

    /** And those for help and version, which every command has. */
    public Options withHelp() {
        flag("-h", "--help").asking(Setting.Purpose.HELP).says("Show this help.");
        flag("-V", "--version").asking(Setting.Purpose.VERSION).says("Show the version.");
        return this;
    }

    /** An option without a value. */
    public Setting<Boolean> flag(String... names) {
        return add(new Setting<Boolean>(boolean.class, boolean.class, "0", names).usually(false));
    }

    /** An option with a value. */
    public <T> Setting<T> value(Class<T> type, String... names) {
        return add(new Setting<>(type, type, "1", names));
    }

    /** An option that may be repeated; its value is all that was given. */
    public <T> Setting<List<T>> list(Class<T> ofEach, String... names) {
        return add(new Setting<List<T>>(List.class, ofEach, "1", names).usually(List.of()));
    }

    /** The words behind the options. */
    public Setting<List<String>> words() {
        return add(new Setting<List<String>>(List.class, String.class, "0..*", NO_NAMES).usually(List.of()));
    }

    /** The one word behind the options, which may be missing. */
    public <T> Setting<T> word(Class<T> type) {
        return add(new Setting<>(type, type, "0..1", NO_NAMES));
    }

    /** These and those of a part, in the place where it is added. */
    public <P extends Holder> P with(P part) {
        settings.addAll(part.options().settings);
        return part;
    }

    private <T> Setting<T> add(Setting<T> setting) {
        settings.add(setting);
        return setting;
    }

    /** As the parser, the help and the manual want them. */
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(null, LISTS).name(name);
        spec.usageMessage()
                .description(description)
                .customSynopsis(synopsis)
                .footer(footer)
                .sortOptions(false);
        for (Setting<?> setting : settings) {
            spec.add(setting.spec());
        }
        return spec;
    }
}
