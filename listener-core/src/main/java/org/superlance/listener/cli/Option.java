package org.superlance.listener.cli;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * One option of a command, or the words behind its options: what the help says of it, and what the command line said.
 *
 * @param <T> the type of its value
 */
public final class Option<T> implements IGetter, ISetter {

    private final Class<?> type;
    private final Class<?> ofEach;
    private final String arity;
    private final String[] names;
    private String label = "";
    private String description = "";
    private String separator = "";
    private boolean secret;
    private FileUse.@Nullable Kind fileUse;
    private Purpose purpose = Purpose.VALUE;
    private @Nullable Converter<?> reader;
    private @Nullable ISetter insteadOfThis;
    private @Nullable Object defaultValue;
    private @Nullable Object value;

    /**
     * @param type of its value
     * @param ofEach the same, or the type of what its value is a list of
     * @param names with their hyphens; none for words behind the options
     */
    Option(Class<?> type, Class<?> ofEach, String arity, String... names) {
        this.type = type;
        this.ofEach = ofEach;
        this.arity = arity;
        this.names = names;
    }

    /** What stands for its value in the help, and in sentences about it. */
    public Option<T> paramLabel(String what) {
        label = what;
        return this;
    }

    /**
     * Reads its value, or each of several, where the usual way for its type will not do.
     *
     * @param parser throws an IllegalArgumentException with a sentence for people if the text is wrong
     */
    public Option<T> converter(Function<String, ?> parser) {
        reader = new Converter<>(parser);
        return this;
    }

    /** Several values may be given at once, with commas. */
    public Option<T> withCommas() {
        separator = ",";
        return this;
    }

    /** Its value is for nobody to read, or may hold something of that kind, such as a token in a URL. */
    public Option<T> secret() {
        secret = true;
        return this;
    }

    /** Its value is a file or directory, which the command uses so. */
    public Option<T> file(FileUse.Kind use) {
        fileUse = use;
        return this;
    }

    FileUse.@Nullable Kind fileUse() {
        return fileUse;
    }

    boolean isSecret() {
        return secret;
    }

    /** What it is unless the command line says something else. */
    public Option<T> defaultValue(T otherwise) {
        defaultValue = otherwise;
        value = otherwise;
        return this;
    }

    /** Another way to say that. */
    public Option<T> aliasOf(Option<T> that) {
        insteadOfThis = new AliasSetter(that);
        return this;
    }

    /** A flag that takes back that one, and the other way round: the last of them counts. */
    public Option<T> negates(Option<Boolean> that) {
        insteadOfThis = new NegatingFlag(that);
        return this;
    }

    /** Its line in the help. */
    public Option<T> description(String sentence) {
        description = sentence;
        return this;
    }

    /** What was said, or what it usually is. */
    @SuppressWarnings("unchecked") // its reader has made it
    public T value() {
        return (T) requireNonNull(value, "no value and no default");
    }

    /** What was said, or what it usually is; null if that is nothing. */
    @SuppressWarnings("unchecked") // its reader has made it
    public @Nullable T orNull() {
        return (T) value;
    }

    /** Whether something was said, or is usual. */
    public boolean isSet() {
        return value != null;
    }

    /** The same as {@link #orNull()}. */
    public Optional<T> optional() {
        return Optional.ofNullable(orNull());
    }

    /** Makes it as if this had been said. */
    public void assign(T something) {
        value = something;
    }

    Option<T> purpose(Purpose forWhat) {
        purpose = forWhat;
        return this;
    }

    ArgSpec spec() {
        return names.length == 0 ? positional() : option();
    }

    private OptionSpec option() {
        OptionSpec.Builder option = OptionSpec.builder(names)
                .type(type)
                .auxiliaryTypes(ofEach)
                .arity(arity)
                .paramLabel(label)
                .splitRegex(separator)
                .description(description)
                .usageHelp(purpose == Purpose.HELP)
                .versionHelp(purpose == Purpose.VERSION);
        if (reader == null && type.isEnum()) {
            reader = new Converter<>(this::constant);
        }
        if (ofEach.isEnum()) {
            option.completionCandidates(this::wordsOfEnum);
        }
        if (reader != null) {
            option.converters(reader);
        }
        return insteadOfThis == null
                ? option.getter(this).setter(this).initialValue(defaultValue).build()
                : option.setter(insteadOfThis).build();
    }

    /** One of the words of an enum, in any case. */
    private Enum<?> constant(String text) {
        for (Object constant : type.getEnumConstants()) {
            Enum<?> one = (Enum<?>) constant;
            if (one.name().equalsIgnoreCase(text)) {
                return one;
            }
        }
        throw new IllegalArgumentException("expected one of " + String.join(", ", (Iterable<String>) this::wordsOfEnum)
                + ", but got '" + text + "'");
    }

    /** What may be written, as the help has it: for a completion too. */
    private Iterator<String> wordsOfEnum() {
        return Stream.of(ofEach.getEnumConstants())
                .map(constant -> asInHelp((Enum<?>) constant))
                .sorted(Comparator.comparingInt(this::placeInHelp))
                .iterator();
    }

    private List<String> wordsOfHelp() {
        return List.of(label.split("\\|", -1));
    }

    private String asInHelp(Enum<?> constant) {
        return wordsOfHelp().stream()
                .filter(word -> word.equalsIgnoreCase(constant.name()))
                .findFirst()
                .orElse(constant.name().toLowerCase(Locale.ROOT));
    }

    /** In the order of the help; what it does not name comes last. */
    private int placeInHelp(String word) {
        int place = wordsOfHelp().indexOf(word);
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    private PositionalParamSpec positional() {
        return PositionalParamSpec.builder()
                .type(type)
                .auxiliaryTypes(ofEach)
                .arity(arity)
                .paramLabel(label)
                .description(description)
                .getter(this)
                .setter(this)
                .initialValue(defaultValue)
                .build();
    }

    /** For the parser, which knows no types. */
    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // its interface has no better words
    public <X> X get() {
        return (X) value;
    }

    /** For the parser, which knows no types. */
    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // its interface has no better words
    public <X> X set(X something) {
        X before = (X) value;
        value = something;
        return before;
    }

    /** What the parser is to do when it finds it. */
    enum Purpose {
        VALUE,
        HELP,
        VERSION
    }

    /** A class of its own, and no lambda: a class archive cannot hold those of an interface as old as picocli's. */
    record Converter<T>(Function<String, T> parser) implements ITypeConverter<T> {

        @Override
        public T convert(String text) {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** What is given is the value of that one. */
    private record AliasSetter(Option<?> that) implements ISetter {

        /** Null is what the parser sets before it parses. */
        @Override
        @SuppressWarnings("NullAway") // its interface has no better words
        public <X> X set(X given) {
            return given == null ? given : that.set(given);
        }
    }

    /** That flag does not count any more. */
    private record NegatingFlag(Option<Boolean> flag) implements ISetter {

        @Override
        public <X> X set(X given) {
            flag.assign(false);
            return given;
        }
    }
}
