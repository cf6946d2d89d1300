package org.superlance.listener.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The dashboard and the documentation know no other metrics than the code does. */
class DashboardTest {

    private static final Path DOCS = Path.of("../docs");
    private static final Set<String> DECLARED =
            Arrays.stream(Metric.values()).map(Metric::id).collect(Collectors.toCollection(TreeSet::new));
    private static final Pattern NAME = Pattern.compile("superlance_[a-z_]+");

    private final JsonObject dashboard = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .create()
            .fromJson(read("grafana-superlance.json"), JsonObject.class);

    @Test
    void showsEveryMetricAndNoOther() {
        Set<String> shown = queries().flatMap(DashboardTest::names).collect(Collectors.toCollection(TreeSet::new));

        Set<String> expected = new TreeSet<>(DECLARED);
        expected.removeAll(Set.of("superlance_last_tick_timestamp_seconds", "superlance_samples_omitted_total"));
        assertThat(shown).isEqualTo(expected);
    }

    @Test
    void usesOnlyLabelsThatTheMetricsHave() {
        Set<String> labels = Arrays.stream(Metric.values())
                .flatMap(metric -> metric.labels().stream())
                .collect(Collectors.toSet());
        labels.addAll(Metric.COMMON);
        labels.add("instance"); // the scrape's own

        Pattern used = Pattern.compile("(\\w+)(?:=~|!=|=)\"");
        assertThat(queries().flatMap(query -> used.matcher(query).results().map(match -> match.group(1))))
                .isNotEmpty()
                .allMatch(labels::contains);
    }

    @Test
    void hasWhatGrafanaNeedsToImportIt() {
        assertThat(dashboard.keySet())
                .contains("__inputs", "__requires", "title", "uid", "schemaVersion", "panels", "templating", "time");
        assertThat(dashboard.get("id").isJsonNull()).isTrue();
        assertThat(list(dashboard.get("__inputs")))
                .singleElement()
                .satisfies(input -> assertThat(input.get("name").getAsString()).isEqualTo("DS_PROMETHEUS"));
        List<Integer> ids = panels().map(panel -> panel.get("id").getAsInt()).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(panels())
                .allSatisfy(panel -> assertThat(panel.keySet()).contains("type", "title", "gridPos"))
                .allSatisfy(panel -> assertThat(panel.getAsJsonObject("gridPos").keySet())
                        .containsExactlyInAnyOrder("h", "w", "x", "y"));
        assertThat(targets())
                .allSatisfy(target -> assertThat(
                                target.getAsJsonObject("datasource").get("uid").getAsString())
                        .isEqualTo("${DS_PROMETHEUS}"));
    }

    @Test
    void theDocumentationHasATableOfAllMetrics() {
        String table = Arrays.stream(Metric.values()).map(DashboardTest::row).collect(Collectors.joining("\n"));

        assertThat(read("operations.md")).contains(table);
        assertThat(names(read("operations.md"))).isSubsetOf(DECLARED);
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `" + metric.id() + "` | " + (metric.isCounter() ? "counter" : "gauge") + " | " + labels + " | "
                + metric.help() + " |";
    }

    private Stream<String> queries() {
        Stream<String> variables = list(dashboard.getAsJsonObject("templating").get("list")).stream()
                .map(variable -> variable.get("definition").getAsString());
        return Stream.concat(targets().map(target -> target.get("expr").getAsString()), variables);
    }

    private Stream<JsonObject> targets() {
        return panels().filter(panel -> panel.has("targets")).flatMap(panel -> list(panel.get("targets")).stream());
    }

    private Stream<JsonObject> panels() {
        return list(dashboard.get("panels")).stream();
    }

    private static List<JsonObject> list(JsonElement array) {
        JsonArray elements = array.getAsJsonArray();
        return StreamSupport.stream(elements.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static Stream<String> names(String text) {
        return NAME.matcher(text).results().map(MatchResult::group);
    }

    private static String read(String name) {
        try {
            return Files.readString(DOCS.resolve(name));
        } catch (IOException e) {
            throw new AssertionError("cannot read " + name, e);
        }
    }
}
