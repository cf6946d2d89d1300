package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.supervisor.Namespec;

class SupervisordLogTest {

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");
    private static final Instant TOLD = Instant.parse("2026-11-21T02:54:56.200Z");
    private static final String ALL = """
            2026-11-21 02:54:50,000 INFO exited: veteran (exit status 3; not expected)
            2026-11-21 02:54:50,100 INFO spawned: 'w1' with pid 11
            2026-11-21 02:54:51,200 INFO success: w1 entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)
            2026-11-21 02:54:52,300 WARN exited: w1 (terminated by SIGKILL; not expected)
            2026-11-21 02:54:53,400 INFO spawned: 'w1' with pid 12
            2026-11-21 02:54:53,500 INFO exited: w1 (exit status 1; not expected)
            2026-11-21 02:54:54,600 INFO gave up: w1 entered FATAL state, too many start retries too quickly
            2026-11-21 02:54:55,700 INFO exited: w2 (exit status 0; expected)
            nonsense
            """;

    private static final String GIVEN_UP =
            "2026-11-21 02:50:02,000 INFO gave up: w1 entered FATAL state, too many start retries too quickly\n";
    private static final String SPAWNED = "2026-11-21 02:54:46,100 INFO spawned: 'w1' with pid 4711\n";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "WARN exited: w1 (exit status 7; not expected)                          | exit status 7",
                "INFO exited: w1 (exit status 7; not expected)                          | exit status 7",
                "WARN exited: w1 (exit status 0; not expected)                          | exit status 0",
                "WARN exited: w1 (terminated by SIGKILL; not expected)                  | terminated by SIGKILL",
                "WARN exited: w1 (terminated by SIGSEGV (core dumped); not expected)    | terminated by SIGSEGV (core dumped)",
                "WARN exited: w1 (terminated by signal 99; not expected)                | terminated by signal 99",
                "WARN exited: w1 (terminated by signal 34 (core dumped); not expected)  | terminated by signal 34 (core dumped)",
                "WARN exited: w1 (terminated by SIGRTMIN+1; not expected)               | terminated by SIGRTMIN+1",
                "WARN exited: w1 (unknown termination cause 0x137f; not expected)       | unknown termination cause 0x137f",
                "INFO exited: w1 (exit status 0; expected)                              | -",
                "INFORM exited: w1 (exit status 7; not expected)                        | -",
                "INF exited: w1 (exit status 7; not expected)                           | -",
                "info exited: w1 (exit status 7; not expected)                          | -",
                "WARN  exited: w1 (exit status 7; not expected)                         | -",
                "WARN exited: w1 (exit status 7; not expected).                         | -",
                "WARN exited: w11 (exit status 7; not expected)                         | -",
                "WARN exited: w1 (x) (exit status 7; not expected)                      | -",
                "WARN exited: w1 (exit status seven; not expected)                      | -",
                "WARN exited: w1 (exit status 1234567; not expected)                    | -",
                "WARN exited: w1 (exit status; not expected)                            | -",
                "WARN exited: w1 (exit status 1 (core dumped); not expected)            | -",
                "WARN exited: w1 (core dumped; not expected)                            | -",
                "WARN exited: w1 (terminated by SIGkill; not expected)                  | -",
                "WARN exited: w1 (terminated by SIG; not expected)                      | -",
                "WARN exited: w1 (terminated by signal 12345; not expected)             | -",
                "WARN exited: w1 (terminated by a signal; not expected)                 | -",
                "WARN exited: w1 (unknown termination cause 0x137g; not expected)       | -",
                "WARN exited: w1 exit status 7; not expected)                           | -",
                "WARN exited: (exit status 7; not expected)                             | -",
                "WARN exited: w1 (exit status 7; quite expected)                        | -",
                "INFO stopped: w1 (exit status 7)                                       | -",
                "DEBG 'w1' stdout output: exited: w1 (exit status 7; not expected)      | -"
            })
    void readsTheCause(String line, String cause) {
        String log = SPAWNED + "2026-11-21 02:54:56,192 " + line.strip() + "\n";

        assertThat(cause(log, exited("w1", 4711), true)).isEqualTo(cause.equals("-") ? "" : cause);
    }

    @Test
    void tellsHowLongItHadRun() {
        String log = SPAWNED + end("02:54:56,192", "w1", 7);

        assertThat(find(log, exited("w1", 4711), true))
                .contains(exit("exit status 7", Optional.of(Duration.ofMillis(10_092))));
    }

    @Test
    void findsTheDeathOfThatPidAlsoWhenItIsToldLateAndOthersFollowed() {
        String log = "2026-11-21 02:50:00,000 INFO spawned: 'w1' with pid 1\n"
                + end("02:50:03,000", "w1", 1)
                + "2026-11-21 02:50:04,000 INFO spawned: 'w1' with pid 2\n"
                + end("02:50:04,500", "w1", 2)
                + "2026-11-21 02:50:05,000 INFO spawned: 'w1' with pid 3\n"
                + end("02:54:56,192", "w1", 3);

        assertThat(cause(log, exited("w1", 1), true)).isEqualTo("exit status 1");
        assertThat(cause(log, exited("w1", 2), true)).isEqualTo("exit status 2");
        assertThat(cause(log, exited("w1", 3), true)).isEqualTo("exit status 3");
        assertThat(cause(log, exited("w1", 4), true)).isEqualTo("exit status 3");
    }

    @Test
    void guessesNothingWhenTwoDeathsAreCloseAndDiffer() {
        String differing = end("02:54:55,900", "w1", 1) + end("02:54:56,192", "w1", 2);
        String same = end("02:54:55,900", "w1", 2) + end("02:54:56,192", "w1", 2);

        assertThat(cause(differing, exited("w1", 4711), true)).isEmpty();
        assertThat(cause(same, exited("w1", 4711), true)).isEqualTo("exit status 2");
    }

    @Test
    void guessesNothingWhenProcessesOfOneNameInTwoGroupsDie() {
        String log = "2026-11-21 02:54:40,000 INFO spawned: 'w1' with pid 1\n"
                + "2026-11-21 02:54:40,000 INFO spawned: 'w1' with pid 2\n"
                + end("02:54:50,000", "w1", 9)
                + "2026-11-21 02:54:51,000 INFO spawned: 'w1' with pid 3\n"
                + end("02:54:56,192", "w1", 7);

        assertThat(cause(log, exited("w1", 2), false)).isEmpty();
        assertThat(cause(log, exited("w1", 3), false)).isEqualTo("exit status 7");
    }

    @Test
    void takesTheRightOneOfOneNameWhenOnlyOneDied() {
        String log =
                SPAWNED + "2026-11-21 02:54:46,200 INFO spawned: 'w1' with pid 4712\n" + end("02:54:56,192", "w1", 9);

        assertThat(find(log, exited("w1", 4711), false))
                .contains(exit("exit status 9", Optional.of(Duration.ofMillis(10_092))));
    }

    /** A log that was rotated, or is longer than what is read, lacks the start. */
    @Test
    void readsTheCauseWithoutTheStart() {
        String log = "1 02:54:40,000 INFO spawned: 'w1' wi\n" + end("02:54:56,192", "w1", 7);

        assertThat(find(log, exited("w1", 4711), true)).contains(exit("exit status 7", Optional.empty()));
    }

    @Test
    void takesNoOldDeathForThisOne() {
        assertThat(cause(end("02:54:50,000", "w1", 7), exited("w1", 4711), true))
                .isEmpty();
        assertThat(cause(end("02:54:59,000", "w1", 7), exited("w1", 4711), true))
                .isEmpty();
        assertThat(cause(end("02:54:46,000", "w1", 7) + SPAWNED, exited("w1", 4711), true))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prógrammé🚀",
                "with space",
                "a (exit status 3; not expected)",
                "it's",
                "' with pid 5",
                "$1\\E.*",
                "(exit status 9",
                "with pid 5",
                "w1' with pid 4711",
                "w1 entered FATAL state, too many start retries too quickly",
                "\u202Eevil"
            })
    void readsOddNames(String name) {
        String log =
                "2026-11-21 02:54:46,100 INFO spawned: '" + name + "' with pid 4711\n" + end("02:54:56,192", name, 7);

        assertThat(find(log, exited(name, 4711), true))
                .contains(exit("exit status 7", Optional.of(Duration.ofMillis(10_092))));
    }

    @Test
    void readsTheTimesOfTheMachinesZoneInAnyLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            String log = "2026-11-21 08:24:56,192 WARN exited: w1 (exit status 7; not expected)\n";

            Optional<FailureDetails> found = new SupervisordLog(
                            log, new LogClock(TimeZone.getTimeZone("Asia/Kolkata"), OptionalInt.empty()))
                    .of(exited("w1", 4711), true);

            assertThat(found).flatMap(FailureDetails::cause).contains("exit status 7");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void readsAHugeLogOfForgedAndBrokenLines() {
        String junk = "2026-99-99 02:54:56,192 WARN exited: w1 (exit status 1; not expected)\n"
                + "2026-11-21 02:54:56,192 WARN exited: " + " (".repeat(20_000) + "\n"
                + "spawned: 'w1' with pid 99999999999999999999\n\u0000\r\n\uFFFD\n";
        String log = junk.repeat(6) + SPAWNED + end("02:54:56,192", "w1", 7) + junk;

        assertThat(cause(log, exited("w1", 4711), true)).isEqualTo("exit status 7");
    }

    @Test
    void takesTheLastEndBeforeItWasGivenUp() {
        String log = end("02:54:50,000", "w1", 1)
                + "2026-11-21 02:54:54,000 INFO spawned: 'w1' with pid 9\n"
                + end("02:54:55,100", "w1", 2)
                + "2026-11-21 02:54:56,192 INFO gave up: w1 entered FATAL state, too many start retries too quickly\n";

        assertThat(cause(log, failure(FailureType.FATAL, "w1", OptionalLong.empty()), true))
                .isEqualTo("exit status 2");
    }

    @Test
    void takesNoEndOfAnEarlierLifeForWhyItWasGivenUp() {
        String log = end("02:50:00,000", "w1", 1)
                + "2026-11-21 02:54:56,192 INFO gave up: w1 entered FATAL state, too many start retries too quickly\n";

        assertThat(cause(log, failure(FailureType.FATAL, "w1", OptionalLong.empty()), true))
                .isEmpty();
    }

    @Test
    void readsWhyAStartFailed() {
        String log = SPAWNED + end("02:54:56,192", "w1", 5);

        assertThat(cause(log, failure(FailureType.BACKOFF, "w1", OptionalLong.empty()), true))
                .isEqualTo("exit status 5");
    }

    @ParameterizedTest
    @EnumSource(names = {"BACKOFF", "FATAL"})
    void readsWhyAStartFailedThatIsToldLate(FailureType type) {
        String log =
                "2026-11-21 02:50:00,000 INFO spawned: 'w1' with pid 9\n" + end("02:50:01,100", "w1", 2) + GIVEN_UP;

        assertThat(lateCause(log, type, true)).contains("exit status 2");
        assertThat(lateCause(log, type, false)).isEmpty();
        assertThat(lateCause(log, FailureType.EXITED, true)).isEmpty();
        assertThat(lateCause(log.replace("02:50", "02:40"), type, true)).isEmpty();
    }

    @Test
    void guessesNothingWhenStartsFailedForDifferentCausesBeforeItWasTold() {
        String log = end("02:49:01,100", "w1", 1) + end("02:50:01,100", "w1", 2) + GIVEN_UP;

        assertThat(lateCause(log, FailureType.BACKOFF, true)).isEmpty();
        assertThat(lateCause(log, FailureType.FATAL, true)).contains("exit status 2");
        assertThat(lateCause(
                        log + log.replace("02:50", "02:52").replace("status 2", "status 3"), FailureType.FATAL, true))
                .isEmpty();
    }

    @Test
    void saysWhyNoCauseIsTold() {
        String differing = end("02:54:55,900", "w1", 1) + end("02:54:56,192", "w1", 2);

        assertThat(whyUnknown(differing)).isEqualTo("supervisord's log tells of several deaths with different causes");
        assertThat(whyUnknown(end("02:54:56,192", "w2", 2))).isEqualTo("supervisord's log does not tell");
    }

    @Test
    void findsTheFailuresSinceATime() {
        assertThat(failuresAfter(ALL, SupervisordLog.Mark.NONE, Instant.EPOCH))
                .containsExactly(
                        logged(FailureType.EXITED, "veteran", at("50.000"), OptionalLong.empty()),
                        logged(FailureType.EXITED, "w1", at("52.300"), OptionalLong.of(11)),
                        logged(FailureType.BACKOFF, "w1", at("53.500"), OptionalLong.of(12)),
                        logged(FailureType.FATAL, "w1", at("54.600"), OptionalLong.empty()));
        assertThat(failuresAfter(ALL, SupervisordLog.Mark.NONE, at("54.000")))
                .extracting(ProcessFailure::type)
                .containsExactly(FailureType.FATAL);
    }

    @Test
    void goesOnAfterAMarkAndKnowsTheProcessesBeforeIt() {
        int middle = ALL.indexOf("\n", ALL.indexOf("52,300")) + 1;
        SupervisordLog first = new SupervisordLog(ALL.substring(0, middle), new LogClock(UTC, OptionalInt.empty()));

        assertThat(failuresAfter(ALL, first.end(), Instant.EPOCH))
                .extracting(ProcessFailure::type, ProcessFailure::pid)
                .containsExactly(
                        tuple(FailureType.BACKOFF, OptionalLong.of(12)),
                        tuple(FailureType.FATAL, OptionalLong.empty()));
        assertThat(failuresAfter(
                        ALL, new SupervisordLog(ALL, new LogClock(UTC, OptionalInt.empty())).end(), Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void goesByTheTimeOfAMarkThatWasRotatedAway() {
        SupervisordLog.Mark gone = new SupervisordLog.Mark("2026-11-21 02:54:53,000 INFO reaped 1", at("54.000"));

        assertThat(failuresAfter(ALL, gone, Instant.EPOCH))
                .extracting(ProcessFailure::type)
                .containsExactly(FailureType.FATAL);
    }

    @Test
    void knowsWhetherItTellsOfStarts() {
        assertThat(new SupervisordLog(ALL, new LogClock(UTC, OptionalInt.empty())).tellsOfStarts())
                .isTrue();
        assertThat(new SupervisordLog(end("02:54:56,192", "w1", 5), new LogClock(UTC, OptionalInt.empty()))
                        .tellsOfStarts())
                .as("loglevel=warn")
                .isFalse();
    }

    private static List<ProcessFailure> failuresAfter(String log, SupervisordLog.Mark mark, Instant since) {
        return new SupervisordLog(log, new LogClock(UTC, OptionalInt.empty()))
                .failuresAfter(mark, since, Set.of()).stream()
                        .map(logged -> logged.toFailure(logged.name()))
                        .toList();
    }

    private static Instant at(String seconds) {
        return Instant.parse("2026-11-21T02:54:" + seconds + "Z");
    }

    /** The log names no group. */
    private static ProcessFailure logged(FailureType type, String name, Instant time, OptionalLong pid) {
        return new ProcessFailure(type, new Namespec(name, name), pid, type.usualOrigin(), time);
    }

    private static Optional<String> lateCause(String log, FailureType type, boolean alone) {
        return new SupervisordLog(log, new LogClock(UTC, OptionalInt.empty()))
                .causeOfLateFailure(failure(type, "w1", OptionalLong.empty()), alone);
    }

    private static String whyUnknown(String log) {
        return new SupervisordLog(log, new LogClock(UTC, OptionalInt.empty())).whyUnknown(exited("w1", 4711));
    }

    private static FailureDetails exit(String cause, Optional<Duration> uptime) {
        return new FailureDetails(Optional.of(cause), uptime, false, "");
    }

    private static String end(String time, String name, int status) {
        return "2026-11-21 " + time + " WARN exited: " + name + " (exit status " + status + "; not expected)\n";
    }

    private static String cause(String log, ProcessFailure failure, boolean alone) {
        return find(log, failure, alone).flatMap(FailureDetails::cause).orElse("");
    }

    private static Optional<FailureDetails> find(String log, ProcessFailure failure, boolean alone) {
        return new SupervisordLog(log, new LogClock(UTC, OptionalInt.empty())).of(failure, alone);
    }

    private static ProcessFailure exited(String name, long pid) {
        return failure(FailureType.EXITED, name, OptionalLong.of(pid));
    }

    private static ProcessFailure failure(FailureType type, String name, OptionalLong pid) {
        return new ProcessFailure(type, new Namespec("web", name), pid, "RUNNING", TOLD);
    }
}
