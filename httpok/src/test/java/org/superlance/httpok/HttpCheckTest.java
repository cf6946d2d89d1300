package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.httpok.CombinedResult.Rule;
import org.superlance.httpok.HttpCheck.CheckRound;
import org.superlance.httpok.HttpCheck.TargetSelector;
import org.superlance.httpok.PluginProbe.PluginTemplate;
import org.superlance.httpok.Probe.ProbeTemplate;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.restart.Check.CheckException;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.util.Threads;

class HttpCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");
    private static final ProbeResult GOOD = ProbeResult.good(Cause.STATUS, "200", "fine");

    private final List<ProbeResult> asked = new ArrayList<>();
    private ProbeResult result = ProbeResult.bad(Cause.STATUS, "503", "status contacting https://localhost/: 503");
    private CheckRound round = CheckRound.NONE;
    private Duration grace = Duration.ZERO;
    private Instant now = NOW;

    @ParameterizedTest(name = "{0} with --start-if {1}: {2}")
    @CsvSource({
        "RUNNING, FATAL, true",
        "FATAL, FATAL, true",
        "BACKOFF, BACKOFF, true",
        "EXITED, FATAL, false",
        "STOPPED, FATAL, false",
        "STARTING, FATAL, false",
        "STOPPING, FATAL, false"
    })
    void blamesWhatRunsAndWhatIsToBeStarted(ProcessState state, ProcessState startable, boolean sick) throws Exception {
        HttpCheck check = check(new TargetSelector(true, List.of(), true, Set.of(startable)));

        List<CheckResult> results = check.check(List.of(process("web", state, 7)), NOW);

        assertThat(results).singleElement().extracting(CheckResult::unhealthy).isEqualTo(sick);
        assertThat(round.failures()).containsExactly(result);
    }

    @Test
    void looksOnlyAtWhatIsSelectedAndTellsWhichNamesAreUnknown() throws Exception {
        List<ProcessPattern> names = List.of(ProcessPattern.parse("web"), ProcessPattern.parse("gone:x"));

        List<CheckResult> results = check(new TargetSelector(false, names, true, Set.of()))
                .check(List.of(process("web", ProcessState.RUNNING, 7), process("db", ProcessState.RUNNING, 8)), NOW);

        assertThat(results).extracting(f -> f.process().name().name()).containsExactly("web");
        assertThat(round.unknown()).extracting(ProcessPattern::toString).containsExactly("gone:x");
    }

    @Test
    void checksToTellSomebodyWhenThereIsNobodyToRestart() throws Exception {
        assertThat(check(new TargetSelector(false, List.of(), false, Set.of())).check(List.of(), NOW))
                .isEmpty();

        assertThat(round.failures()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "STOPPING, nothing is restarted while g:web is STOPPING",
        "STARTING, nothing is restarted while g:web is STARTING",
        "STOPPED, no process to restart"
    })
    void logsWhyNothingIsRestarted(ProcessState state, String why) throws Exception {
        HttpCheck check = check(new TargetSelector(true, List.of(), true, Set.of()));

        try (LogLines log = LogLines.of(HttpCheck.class)) {
            check.check(List.of(process("web", state, 7)), NOW);

            assertThat(log.lines()).singleElement().asString().contains(result.reason() + "; " + why);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, STOPPED, 1", "false, STOPPED, 0", "false, RUNNING, 1"})
    void checksWithoutARunningProgramOnlyWhenEager(boolean eager, ProcessState state, int checks) throws Exception {
        check(new TargetSelector(true, List.of(), eager, Set.of())).check(List.of(process("web", state, 7)), NOW);

        assertThat(asked).hasSize(checks);
        assertThat(round.failures()).hasSize(checks);
    }

    @Test
    void forgivesAYoungProcessUntilItsFirstSuccess() throws Exception {
        grace = Duration.ofMinutes(2);
        HttpCheck check = check(new TargetSelector(true, List.of(), true, Set.of()));
        List<ProcessInfo> young = List.of(process("web", ProcessState.RUNNING, 7));
        ProbeResult bad = result;

        assertThat(check.check(young, NOW)).noneMatch(CheckResult::unhealthy);
        assertThat(round.failures()).isEmpty();
        result = GOOD;
        check.check(young, NOW);
        result = bad;
        assertThat(check.check(young, NOW)).allMatch(CheckResult::unhealthy);
        assertThat(check.check(List.of(process("web", ProcessState.RUNNING, 8)), NOW))
                .noneMatch(CheckResult::unhealthy);
    }

    @Test
    void forgivesNobodyForLongerThanAsked() throws Exception {
        grace = Duration.ofSeconds(30);

        List<CheckResult> results = check(new TargetSelector(true, List.of(), true, Set.of()))
                .check(List.of(process("web", ProcessState.RUNNING, 7)), NOW);

        assertThat(results).allMatch(CheckResult::unhealthy);
    }

    @Test
    void aProcessThatCannotBeCheckedIsNotTakenForHealthy() throws Exception {
        HttpCheck check = check(new TargetSelector(true, List.of(), true, Set.of()));
        List<ProcessInfo> web = List.of(process("web", ProcessState.RUNNING, 7));
        result = ProbeResult.undecided("the plugin is UNKNOWN");

        assertThat(check.check(web, NOW)).allMatch(CheckResult::isIndeterminate);
        result = GOOD;
        assertThat(check.check(web, NOW)).noneMatch(CheckResult::isIndeterminate);
    }

    @Test
    void restartsNobodyWhenNothingCanBeSaid() throws Exception {
        result = ProbeResult.undecided("the expression is too costly");

        assertThat(check(new TargetSelector(true, List.of(), true, Set.of()))
                        .check(List.of(process("web", ProcessState.RUNNING, 7)), NOW))
                .noneMatch(CheckResult::unhealthy);
        assertThat(round.failures()).isEmpty();
    }

    @Test
    void tellsOfACertificateOnceADayAndRestartsNobodyForIt() throws Exception {
        Instant end = NOW.plus(Duration.ofDays(9));
        result = GOOD.withCertificateEnd(Optional.of(end));
        HttpCheck check = check(new TargetSelector(true, List.of(), true, Set.of()));

        List<CheckResult> results = check.check(List.of(process("web", ProcessState.RUNNING, 7)), NOW);

        assertThat(results).noneMatch(CheckResult::unhealthy);
        assertThat(round.expiring()).containsOnlyKeys("https://localhost/");
        assertThat(round.expiring().values()).singleElement().asString().contains("expires in 9 days");
        check.check(List.of(), NOW);
        assertThat(round.expiring()).isEmpty();
    }

    @Test
    void asksEachProcessOnItsOwnAndBlamesOnlyTheSickOne() throws Exception {
        ProbeStrategy each = new ProbeStrategy(List.of(new NumberedProbe(this)), Rule.ALL, true);
        List<ProcessInfo> processes = List.of(
                process("web_01", ProcessState.RUNNING, 1),
                process("web_02", ProcessState.RUNNING, 2),
                process("nameless", ProcessState.RUNNING, 3),
                process("web_04", ProcessState.STOPPED, 0));

        List<CheckResult> results =
                check(new TargetSelector(true, List.of(), true, Set.of()), each).check(processes, NOW);

        assertThat(results)
                .filteredOn(CheckResult::unhealthy)
                .singleElement()
                .extracting(f -> f.process().pid())
                .isEqualTo(2L);
        assertThat(results.get(2).reason()).contains("does not end with a number");
        assertThat(results.get(3).reason()).contains("not checked");
    }

    @ParameterizedTest
    @CsvSource({
        "web_07, http://h:8007/web/g",
        "web-7, http://h:8007/web/g",
        "web7, http://h:8007/web/g",
        "a b_12, http://h:8012/a%20b/g",
        "12, http://h:8012/12/g"
    })
    void fillsTheTemplate(String name, String expected) throws Exception {
        ProcessTemplate template = ProbeUrl.template("http://h:80%(process_num)02d/%(program_name)s/%(group_name)s");

        assertThat(template.of(process(name, ProcessState.RUNNING, 7))).isEqualTo(expected);
    }

    @Test
    void saysNothingOfAProcessThatIsYoungerThanAFailureAllows() throws Exception {
        result = result.withPatience(Duration.ofSeconds(90));
        HttpCheck check = check(new TargetSelector(true, List.of(), true, Set.of()));
        ProcessInfo young = process("young", ProcessState.RUNNING, 7);
        ProcessInfo old = process("old", ProcessState.RUNNING, 8).startedAt(NOW.minusSeconds(90));

        assertThat(check.check(List.of(young), NOW)).noneMatch(CheckResult::unhealthy);
        assertThat(round.failures()).isEmpty();
        assertThat(check.check(List.of(young, old), NOW))
                .filteredOn(CheckResult::unhealthy)
                .extracting(found -> found.process().pid())
                .containsExactly(8L);
        assertThat(round.failures()).hasSize(1);
    }

    @Test
    void asksAllChecksAndLogsOnceThatOneFailsWhichAnotherMakesUpFor() throws Exception {
        FixedProbe good = new FixedProbe("a", () -> GOOD);
        FixedProbe bad = new FixedProbe("b", () -> result);
        ProbeStrategy any = new ProbeStrategy(List.of(bad, good), Rule.ANY, false);
        HttpCheck check = check(new TargetSelector(true, List.of(), true, Set.of()), any);
        List<ProcessInfo> processes = List.of(process("web", ProcessState.RUNNING, 7));

        try (LogLines log = LogLines.of(HttpCheck.class)) {
            assertThat(check.check(processes, NOW)).noneMatch(CheckResult::unhealthy);
            check.check(processes, NOW);

            assertThat(log.lines()).singleElement().asString().contains("503", "--any-ok");
        }
        ProbeStrategy all = new ProbeStrategy(List.of(good, bad), Rule.ALL, false);
        assertThat(check(new TargetSelector(true, List.of(), true, Set.of()), all)
                        .check(processes, NOW))
                .allMatch(CheckResult::unhealthy);
        assertThat(round.failures()).containsExactly(result);
        assertThat(round.results().remarks()).hasSize(2);
    }

    @Test
    void runsTheChecksAtTheSameTimeAndOneThatTwoProcessesShareOnce() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Supplier<ProbeResult> meeting = () -> {
            both.countDown();
            Await.until("the other check", () -> both.getCount() == 0);
            return GOOD;
        };
        ProbeStrategy each =
                new ProbeStrategy(List.of(new FixedProbe("a", meeting), new FixedProbe("b", meeting)), Rule.ALL, true);

        ProbeStrategy.Results results =
                each.probe(List.of(process("one", ProcessState.RUNNING, 1), process("two", ProcessState.RUNNING, 2)));

        assertThat(results.asked()).hasSize(2);
        assertThat(results.own()).hasSize(2);
        assertThat(results.isGood()).isTrue();
    }

    @Test
    void logsOnceAndInTheStatusThatACheckCannotBeMade() throws Exception {
        HttpCheck check = check(new TargetSelector(true, List.of(), true, Set.of()));
        List<ProcessInfo> processes = List.of(process("web", ProcessState.RUNNING, 7));
        result = ProbeResult.undecided("cannot check with x: it is gone");

        try (LogLines log = LogLines.of(ImpossibleCheckLog.class)) {
            assertThat(check.check(processes, NOW))
                    .extracting(CheckResult::cause)
                    .containsExactly(CheckResult.INDETERMINATE);
            check.check(processes, NOW);
            now = NOW.plusSeconds(3_599);
            check.check(processes, now);
            assertThat(log.lines()).hasSize(1);

            now = NOW.plusSeconds(3_600);
            check.check(processes, now);
            result = GOOD;
            check.check(processes, now);
            check.check(processes, now);

            assertThat(log.lines()).hasSize(3);
            assertThat(log.lines().get(0)).contains("it is gone; nothing is restarted");
            assertThat(log.lines().get(1)).contains("it is gone; nothing is restarted, for 1h");
            assertThat(log.lines().get(2)).contains("https://localhost/ can be checked again");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsNothingWhenItIsAbortedDuringAPluginThatHangs(boolean several, @TempDir Path directory) throws Exception {
        Path begun = directory.resolve("begun");
        ProbeTemplate plugin = PluginTemplate.parse(
                        "sh -c 'touch " + begun + "; sleep 1000'", EnumSet.of(PluginStatus.CRITICAL), Await.LIMIT)
                .in(Map.of("PATH", "/usr/bin:/bin"));
        FixedProbe bad = new FixedProbe("a", () -> result);
        HttpCheck check = check(
                new TargetSelector(true, List.of(), true, Set.of()),
                new ProbeStrategy(several ? List.of(plugin, bad) : List.of(plugin), Rule.ALL, false));
        FutureTask<List<CheckResult>> running =
                new FutureTask<>(() -> check.check(List.of(process("web", ProcessState.RUNNING, 7)), NOW));
        Thread worker = Threads.start("check", running);
        Await.until("the plugin", () -> Files.exists(begun));

        worker.interrupt();

        assertThatThrownBy(() -> running.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(CheckException.class)
                .hasMessageContaining("this listener is exiting");
        assertThat(round).isEqualTo(CheckRound.NONE);
    }

    private HttpCheck check(TargetSelector targets) {
        FixedProbe probe = new FixedProbe("https://localhost/", () -> {
            asked.add(result);
            return result;
        });
        return check(targets, new ProbeStrategy(List.of(probe), Rule.ALL, false));
    }

    private HttpCheck check(TargetSelector targets, ProbeStrategy strategy) {
        return new HttpCheck(
                strategy, targets, grace, 14, "200", () -> now, seen -> round = seen, (results, selected, when) -> {});
    }

    private static ProcessInfo process(String name, ProcessState state, long pid) {
        return new ProcessInfo(
                new Namespec("g", name), state, pid, NOW.minusSeconds(60), Instant.EPOCH, NOW, 0, "", "", "");
    }

    /** A URL with the number of the process: the second fails. */
    private record NumberedProbe(HttpCheckTest test) implements ProbeTemplate {

        @Override
        public String target() {
            return "http://localhost:80%(process_num)02d/";
        }

        @Override
        public String expected() {
            return "200";
        }

        @Override
        public Set<Cause> causes() {
            return Set.of(Cause.STATUS);
        }

        @Override
        public boolean hasFields() {
            return true;
        }

        @Override
        public Probe sample() {
            return new FixedProbe("http://localhost:8001/", () -> GOOD);
        }

        @Override
        public Probe of(ProcessInfo process) throws IndeterminateException {
            String url = ProbeUrl.template(target()).of(process);
            return new FixedProbe(url, () -> url.contains(":8002") ? test.result : GOOD);
        }
    }
}
