package org.superlance.listener.cli;

import picocli.CommandLine.INegatableOptionTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.RegexTransformer;

/**
 * The names of options that can be negated, as picocli makes them. It compiles regular expressions for that at once, for each
 * command, and nearly none has such an option.
 */
public final class LazyNegation implements INegatableOptionTransformer {

    private LazyNegation() {}

    /** In the packages' JAR, what picocli calls in the place of {@code RegexTransformer.createDefault()}. */
    public static INegatableOptionTransformer create() {
        return new LazyNegation();
    }

    @Override
    public String makeNegative(String optionName, CommandSpec spec) {
        return RegexTransformer.createDefault().makeNegative(optionName, spec);
    }

    @Override
    public String makeSynopsis(String optionName, CommandSpec spec) {
        return RegexTransformer.createDefault().makeSynopsis(optionName, spec);
    }
}
