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
        expected.remove("superlance_samples_omitted_total");
        assertThat(shown).isEqualTo(expected);
    }

    @Test
    void usesOnlyLabelsThatTheMetricsHave() {
        assertThat(queries().flatMap(DashboardTest::used)).isNotEmpty().allMatch(labels()::contains);
    }

    private static Stream<String> used(String query) {
        return Pattern.compile("(\\w+)(?:=~|!=|=)\"").matcher(query).results().map(match -> match.group(1));
    }

    private static Set<String> labels() {
        Set<String> labels = Arrays.stream(Metric.values())
                .flatMap(metric -> metric.labels().stream())
                .collect(Collectors.toSet());
        labels.addAll(Metric.COMMON);
        labels.add("instance"); // the scrape's own
        labels.add("cause"); // of the node exporter's errors
        return labels;
    }

    @Test
    void hasWhatGrafanaNeedsToImportIt() {
        assertThat(dashboard.keySet())
                .contains("__requires", "title", "uid", "schemaVersion", "panels", "templating", "time");
        assertThat(dashboard.get("id").isJsonNull()).isTrue();
        List<Integer> ids = panels().map(panel -> panel.get("id").getAsInt()).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(panels())
                .allSatisfy(panel -> assertThat(panel.keySet()).contains("type", "title", "gridPos"))
                .allSatisfy(panel -> assertThat(panel.getAsJsonObject("gridPos").keySet())
                        .containsExactlyInAnyOrder("h", "w", "x", "y"));
        assertThat(targets())
                .allSatisfy(target -> assertThat(
                                target.getAsJsonObject("datasource").get("uid").getAsString())
                        .isEqualTo("${datasource}"));
    }

    /** What {@code __inputs} asks for is asked when a person imports the dashboard, and not when a file provisions it. */
    @Test
    void findsItsDataSourceAlsoWhereAFileProvisionsIt() {
        assertThat(dashboard.keySet()).doesNotContain("__inputs");
        assertThat(variables().findFirst()).hasValueSatisfying(variable -> {
            assertThat(variable.get("name").getAsString()).isEqualTo("datasource");
            assertThat(variable.get("type").getAsString()).isEqualTo("datasource");
            assertThat(variable.get("query").getAsString()).isEqualTo("prometheus");
        });
        assertThat(dashboard.toString()).doesNotContain("DS_PROMETHEUS");
    }

    @Test
    void theRulesKnowNoOtherMetricsAndLabels() {
        String rules = read("superlance-alerts.yml");

        assertThat(names(rules)).isNotEmpty().isSubsetOf(DECLARED);
        assertThat(used(rules)).isNotEmpty().allMatch(labels()::contains);
    }

    @Test
    void theDocumentationHasATableOfAllMetrics() {
        String table = Arrays.stream(Metric.values()).map(DashboardTest::row).collect(Collectors.joining("\n"));

        assertThat(read("operations.md")).contains(table);
        assertThat(names(read("operations.md"))).isSubsetOf(DECLARED);
    }

    /** The node exporter silently drops series of a name that two files describe differently, one of them left behind. */
    @Test
    void noMetricIsDescribedOtherwiseThanInEarlierVersions() throws IOException {
        String now = Arrays.stream(Metric.values())
                .map(metric -> metric.id() + " " + metric.help() + "\n")
                .sorted()
                .collect(Collectors.joining());

        assertThat(now)
                .as("a metric keeps its text for ever: add lines to help-texts.txt, never change one")
                .isEqualTo(Files.readString(Path.of("src/test/resources/help-texts.txt")));
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `" + metric.id() + "` | " + (metric.isCounter() ? "counter" : "gauge") + " | " + labels + " | "
                + metric.help() + " |";
    }

    private Stream<String> queries() {
        Stream<String> variables = variables()
                .filter(variable -> variable.has("definition"))
                .map(variable -> variable.get("definition").getAsString());
        return Stream.concat(targets().map(target -> target.get("expr").getAsString()), variables);
    }

    private Stream<JsonObject> variables() {
        return list(dashboard.getAsJsonObject("templating").get("list")).stream();
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
