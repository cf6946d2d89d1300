package org.superlance.httpok;

import org.superlance.httpok.CombinedResult.Rule;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The options that say what several checks come to, and when a failure is over. */
final class CombinationOptions extends OptionGroup {

    final Option<Boolean> anyOk =
            flag("--any-ok").description("Of several checks, one that succeeds is enough (default: --all).");

    private final Option<Boolean> all = flag("--all").description("Each of several checks must succeed (default).");

    final Option<Integer> successThreshold = value(Integer.class, "--success-threshold")
            .paramLabel("N")
            .defaultValue(1)
            .description("Report that the check succeeds again after N successful checks in a row (default: 1).");

    /** @throws IllegalArgumentException with a sentence for people */
    Rule rule() {
        if (all.value() && anyOk.value()) {
            throw new IllegalArgumentException("--all and --any-ok exclude each other: give one of them");
        }
        return anyOk.value() ? Rule.ANY : Rule.ALL;
    }

    /** @throws IllegalArgumentException with a sentence for people */
    int successThreshold() {
        if (successThreshold.value() < 1) {
            throw new IllegalArgumentException("--success-threshold must be at least 1");
        }
        return successThreshold.value();
    }
}
