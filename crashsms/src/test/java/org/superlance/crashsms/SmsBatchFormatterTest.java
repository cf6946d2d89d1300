package org.superlance.crashsms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superlance.crashsms.SmsBatchFormatter.SmsLength;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.crash.batch.Batch;
import org.superlance.listener.crash.batch.Batch.Entry;
import org.superlance.listener.crash.batch.FailureLineFormatter;
import org.superlance.listener.supervisor.Namespec;

class SmsBatchFormatterTest {

    private static final Instant TIME = Instant.parse("2026-11-21T02:54:56.192Z");
    private static final int PID = 58597;

    @Test
    void aLineIsAsSuperlanceHasIt() {
        String text = text(entry("web", "w3"), entry("foo", "bar"));

        assertThat(text)
                .isEqualTo("[web:w3](58597) exited unexpectedly 2026-11-21 02:54:56,192\n"
                        + "[foo:bar](58597) exited unexpectedly 2026-11-21 02:54:56,192");
    }

    @Test
    void aProgramOfItsOwnGroupIsNamedOnce() {
        assertThat(text(entry("api", "api"))).isEqualTo("[api](58597) exited unexpectedly 2026-11-21 02:54:56,192");
    }

    @Test
    void repeatsAreCollapsedWhenTheyWouldNotFit() {
        String text = text(repeats("web", "w3", 57).toArray(Entry[]::new));

        assertThat(text).isEqualTo("[web:w3] exited unexpectedly 57 times, last 2026-11-21 02:55:52,192");
    }

    @Test
    void linesBecomeShortWhenLongOnesWouldNotFit() {
        String text = text(entry("web", "w1"), entry("web", "w2"), entry("web", "w3"));

        assertThat(text).isEqualTo("web:w1(58597) 02:54:56\nweb:w2(58597) 02:54:56\nweb:w3(58597) 02:54:56");
    }

    @Test
    void namesAreShortenedInTheMiddleWhenShortLinesWouldNotFit() {
        String text = text(
                entry("the-services-of-accounting", "the-mail-worker-1"),
                entry("the-services-of-accounting", "the-mail-worker-2"),
                entry("the-services-of-accounting", "the-mail-worker-3"));

        assertThat(text).isEqualTo("""
                        the-ser..ounting:the-mai..orker-1(58597) 02:54:56
                        the-ser..ounting:the-mai..orker-2(58597) 02:54:56
                        the-ser..ounting:the-mai..orker-3(58597) 02:54:56""");
    }

    @Test
    void whatDoesNotFitIsCounted() {
        List<Entry> entries = new ArrayList<>(repeats("web", "w0", 5));
        IntStream.rangeClosed(1, 15).forEach(number -> entries.add(entry("web", "w" + number)));

        String text = text(entries.toArray(Entry[]::new));

        assertThat(text).isEqualTo("""
                        web:w0 5x 02:55:00
                        web:w1(58597) 02:54:56
                        web:w2(58597) 02:54:56
                        web:w3(58597) 02:54:56
                        web:w4(58597) 02:54:56
                        web:w5(58597) 02:54:56
                        +10 more""");
    }

    @Test
    void lostEventsAreTold() {
        SmsBatchFormatter formatter =
                new SmsBatchFormatter(new FailureLineFormatter(Clock.systemUTC()), "", OptionalInt.empty());

        assertThat(formatter.format(new Batch(List.of(entry("web", "w3")), 7))).endsWith(",192\n7 lost");
    }

    @Test
    void asManyRepeatsAsAskedForAreToldOneByOne() {
        SmsBatchFormatter formatter =
                new SmsBatchFormatter(new FailureLineFormatter(Clock.systemUTC()), "", OptionalInt.of(1));

        assertThat(formatter.format(new Batch(repeats("web", "w3", 2), 0)))
                .isEqualTo("[web:w3] exited unexpectedly 2 times, last 2026-11-21 02:54:57,192");
    }

    @Test
    void theSubjectTakesRoomFromTheText() {
        SmsBatchFormatter formatter = new SmsBatchFormatter(
                new FailureLineFormatter(Clock.systemUTC()), "Crash on production", OptionalInt.empty());
        List<Entry> entries = List.of(entry("web", "worker1000"), entry("web", "worker2000"));

        assertThat(text(entries.toArray(Entry[]::new))).contains("exited unexpectedly");
        assertThat(formatter.format(new Batch(entries, 0)))
                .isEqualTo("web:worker1000(58597) 02:54:56\nweb:worker2000(58597) 02:54:56");
    }

    @Test
    void aNameBeyondTheAlphabetMakesRoomForSeventyUnitsOnly() {
        String text = text(entry("web", "рабочий"), entry("web", "w2"));

        assertThat(text).isEqualTo("web:рабочий(58597) 02:54:56\nweb:w2(58597) 02:54:56");
    }

    @Test
    void aPairOfSurrogatesIsNeverSplit() {
        String text = text(
                entry("🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀", "🚀🚀🚀🚀🚀🚀🚀🚀"),
                entry("web", "🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀"),
                entry("web", "🚁🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀"));

        assertThat(text.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        assertThat(SmsLength.fitOneSms(text.replace("\n", "\r\n"))).isTrue();
        assertThat(text).contains("🚀🚀..🚀🚀").contains("more");
    }

    @Test
    void charactersThatCouldDoHarmAreReplacedByOneOfTheAlphabet() {
        assertThat(text(entry("web", "a\u202eb\0c"))).startsWith("[web:a?b c](58597) exited unexpectedly ");
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void everyMessageFitsAndCountsEveryIncident(List<Entry> entries, long lost, String subject) {
        SmsBatchFormatter formatter =
                new SmsBatchFormatter(new FailureLineFormatter(Clock.systemUTC()), subject, OptionalInt.empty());

        String text = formatter.format(new Batch(entries, lost));

        assertThat(SmsLength.fitOneSms((subject.isEmpty() ? "" : "(" + subject + ") ") + text.replace("\n", "\r\n")))
                .as(text)
                .isTrue();
        assertThat(counted(text)).as(text).isEqualTo(entries.size());
    }

    static Stream<Object[]> crowds() {
        Random random = new Random(7);
        String letters = "abcdefghijklmnopqrstuvwxyz[]{}^|€-_.0123456789";
        return IntStream.range(0, 300).mapToObj(round -> {
            List<Entry> entries = new ArrayList<>();
            String exotic = round % 3 == 0 ? "ёж🚀" : "";
            int size = 1 + random.nextInt(round % 5 == 0 ? 2_000 : 20);
            for (int i = 0; i < size; i++) {
                entries.add(entry(name(random, letters) + exotic, name(random, letters)));
            }
            return new Object[] {entries, round % 4 == 0 ? random.nextInt(100_000) : 0L, round % 2 == 0 ? "" : "Crash!"
            };
        });
    }

    private static String name(Random random, String letters) {
        StringBuilder name = new StringBuilder("n");
        int length = random.nextInt(30);
        for (int i = 0; i < length; i++) {
            name.append(letters.charAt(random.nextInt(letters.length())));
        }
        return name.toString();
    }

    private static int counted(String text) {
        int counted = 0;
        for (String line : text.split("\n", -1)) {
            Matcher times = Pattern.compile("exited unexpectedly (\\d+) times| (\\d+)x |^\\+(\\d+) more$")
                    .matcher(line);
            if (times.find()) {
                counted += Stream.of(times.group(1), times.group(2), times.group(3))
                        .flatMap(Stream::ofNullable)
                        .mapToInt(Integer::parseInt)
                        .sum();
            } else if (!line.endsWith(" lost")) {
                counted++;
            }
        }
        return counted;
    }

    private static String text(Entry... entries) {
        SmsBatchFormatter formatter =
                new SmsBatchFormatter(new FailureLineFormatter(Clock.systemUTC()), "", OptionalInt.empty());
        return formatter.format(new Batch(List.of(entries), 0));
    }

    private static List<Entry> repeats(String group, String name, int number) {
        return IntStream.range(0, number)
                .mapToObj(second -> entry(group, name, TIME.plusSeconds(second)))
                .toList();
    }

    private static Entry entry(String group, String name) {
        return entry(group, name, TIME);
    }

    private static Entry entry(String group, String name, Instant time) {
        ProcessFailure failure = new ProcessFailure(
                ProcessFailure.FailureType.EXITED, new Namespec(group, name), OptionalLong.of(PID), "RUNNING", time);
        return new Entry(new QueuedFailure("id", failure, Optional.empty()), 1);
    }
}
