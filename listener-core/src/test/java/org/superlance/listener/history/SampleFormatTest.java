package org.superlance.listener.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of samples, as docs/operations.md shows them. */
class SampleFormatTest {

    private static final long TIME = Instant.parse("2026-11-28T21:18:00Z").getEpochSecond();

    private final List<String> told = new ArrayList<>();
    private final SampleFormat.Parser parser = new SampleFormat.Parser(
            (quantity, program, point) -> told.add(quantity + " " + program + " " + text(point)));

    @Test
    void readsWhatTheDocumentationShows() {
        read(
                "2026-11-28T21:18:00Z start",
                "2026-11-28T21:18:00Z name 1=web:w1",
                "2026-11-28T21:18:00Z name 2=\"web:w 2\"",
                "2026-11-28T21:18:00Z rss_kib 1=312000/204800 2=1024",
                "2026-11-28T21:19:00Z rss_kib 1=320000..330000 2=-",
                "2026-11-28T21:20:00Z rss_kib/300 1=1..2- 2=5/-",
                "2026-11-28T21:20:00Z response_ms 1=17");

        assertThat(told)
                .containsExactly(
                        "RSS web:w1 0+0 312000..312000 of 204800",
                        "RSS web:w 2 0+0 1024..1024 of -1",
                        "RSS web:w1 60+0 320000..330000 of 204800",
                        "RSS web:w 2 60+0 none, ends of -1",
                        "RSS web:w1 120+300 1..2, ends of 204800",
                        "RSS web:w 2 120+300 5..5 of -1",
                        "RESPONSE_TIME web:w1 120+0 17..17 of -1");
    }

    @Test
    void numbersAreOfOneLifeOfTheListener() {
        read(
                "2026-11-28T21:18:00Z name 1=web:w1",
                "2026-11-28T21:18:00Z start",
                "2026-11-28T21:18:00Z name 1=web:w2",
                "2026-11-28T21:18:00Z up 1=1");

        assertThat(told).containsExactly("UP web:w2 0+0 1..1 of -1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-28T21:1",
                "2026-11-28T21:18:00Z rss_kib",
                "2026-11-28T21:18:00Z rss_kib 1=",
                "2026-11-28T21:18:00Z rss_kib 1=-5",
                "2026-11-28T21:18:00Z rss_kib 1=9..3",
                "2026-11-28T21:18:00Z rss_kib 7=3",
                "2026-11-28T21:18:00Z rss_kib 1=1/x",
                "2026-11-28T21:18:00Z rss_kib 1=99999999999999999999",
                "2026-11-28T21:18:00Z rss_kib/999999999 1=1",
                "2026-11-28T21:18:00Z heat 1=1",
                "2026-11-28T21:18:00Z name x=web:w1",
                "\0\0\0\0\0\0\0\0"
            })
    void passesOverWhatIsTornOrSomethingElse(String text) {
        read("2026-11-28T21:18:00Z name 1=web:w1");

        assertThat(parser.accept(text)).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void writesWhatItReads() {
        StringBuilder line = SampleFormat.begin(TIME, Quantity.RSS, 300);
        SampleFormat.append(line, 1, new Point(TIME, 300, 1, 2, true, 7), true);
        SampleFormat.append(line, 2, Point.end(TIME, Sample.NO_LIMIT), true);
        read(SampleFormat.name(TIME, 1, "web:w1"), SampleFormat.name(TIME, 2, "a \"b\""), line.toString());

        assertThat(line).hasToString("2026-11-28T21:18:00Z rss_kib/300 1=1..2-/7 2=-/-");
        assertThat(told).containsExactly("RSS web:w1 0+300 1..2, ends of 7", "RSS a \"b\" 0+300 none, ends of -1");
    }

    private void read(String... lines) {
        for (String line : lines) {
            assertThat(parser.accept(line)).as(line).isTrue();
        }
    }

    private static String text(Point point) {
        return (point.time() - TIME) + "+" + point.span() + " "
                + (point.hasValue() ? point.min() + ".." + point.max() : "none") + (point.ends() ? ", ends" : "")
                + " of " + point.limit();
    }
}
