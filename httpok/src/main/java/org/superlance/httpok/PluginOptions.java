package org.superlance.httpok;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.superlance.httpok.PluginProbe.PluginTemplate;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The options about plugins. */
final class PluginOptions extends OptionGroup {

    final Option<List<String>> plugins = list(String.class, "--plugin")
            .secret()
            .paramLabel("COMMAND")
            .description("Check by this Nagios plugin and its arguments, such as 'check_pgsql -d shop', without a"
                    + " shell. Its exit status decides: 2 (CRITICAL) is a failure. May be repeated.");

    final Option<List<PluginStatus>> failOn = list(PluginStatus.class, "--fail-on")
            .paramLabel("STATUS")
            .converter(PluginStatus::parse)
            .withCommas()
            .description("Also take these statuses of a plugin for a failure: warning, unknown (comma-separated)."
                    + " CRITICAL always is one.");

    /**
     * The checks, each with a name of its own.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    List<PluginTemplate> templates(Duration timeout) {
        if (!failOn.value().isEmpty() && plugins.value().isEmpty()) {
            throw new IllegalArgumentException("--fail-on needs --plugin");
        }
        if (failOn.value().contains(PluginStatus.OK)) {
            throw new IllegalArgumentException("--fail-on takes warning, critical and unknown only");
        }
        return plugins.value().isEmpty() ? List.of() : named(timeout);
    }

    private List<PluginTemplate> named(Duration timeout) {
        Set<PluginStatus> failing = EnumSet.of(PluginStatus.CRITICAL);
        failing.addAll(failOn.value());
        Map<String, Integer> counts = new HashMap<>();
        List<PluginTemplate> templates = new ArrayList<>();
        for (String commandLine : plugins.value()) {
            PluginTemplate template = PluginTemplate.parse(commandLine, failing, timeout);
            int count = counts.merge(template.name(), 1, Integer::sum);
            templates.add(count == 1 ? template : template.withName(template.name() + "#" + count));
        }
        return templates;
    }
}
