package org.superlance.httpok;

import java.util.List;

/**
 * What a plugin reported, for machines.
 *
 * @param check the name of the plugin, different for each check of a listener
 * @param values at most {@link PluginOutput#MAX_VALUES}, each with another label
 */
record PluginReport(String check, PluginStatus status, List<PerformanceValue> values) {

    PluginReport {
        values = List.copyOf(values);
    }
}
