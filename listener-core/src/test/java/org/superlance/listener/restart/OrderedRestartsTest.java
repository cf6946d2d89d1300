package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.restart.RestartJournal.FileRestartJournal;
import org.superlance.listener.restart.RestartOrder.Dependency;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.restart.RestartRules.CycleThreshold;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.testkit.VirtualTime;
import org.superlance.listener.util.RateLimit;

/** The queue of restarts with {@code --depends} and {@code --restart-dependants}. */
class OrderedRestartsTest {

    private static final Duration SHORT = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final SimpleSupervisor supervisor = new SimpleSupervisor("x:app", "x:cache", "x:db", "x:web", "x:z");
    private VirtualTime time = new VirtualTime();
    private final List<RestartResult> results = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private Optional<RateLimit> limit = Optional.empty();
    private List<ProcessPattern> excluded = List.of();
    private String paused = "";
    private int maxConcurrent = RestartRules.UNLIMITED;

    @Test
    void restartsAProgramAfterWhatItDependsOn() {
        RestartQueue queue = parallel("web=app,db", "app=db");

        execute(queue, "x:web", "x:app", "x:z", "x:db");

        assertThat(supervisor.calls())
                .filteredOn(call -> !call.endsWith("z"))
                .containsExactly("stop x:db", "start x:db", "stop x:app", "start x:app", "stop x:web", "start x:web");
        assertThat(supervisor.calls().subList(0, 2)).containsExactlyInAnyOrder("stop x:z", "stop x:db");
    }

    @Test
    void waitsUntilWhatItDependsOnRunsAndHoldsUpNoOther() {
        supervisor.set("x:db", ProcessState.STARTING);
        RestartQueue queue = rolling("web=db");

        execute(queue, "x:web", "x:z");
        assertThat(supervisor.calls()).containsExactly("stop x:z", "start x:z");
        assertThat(queue.isInProgress(Namespec.parse("x:web"))).isTrue();
        supervisor.set("x:db", ProcessState.RUNNING);
        time.pass(SHORT);

        assertThat(supervisor.calls()).endsWith("stop x:web", "start x:web");
    }

    /** The one that is waited for is decided on later, and would wait behind it. */
    @Test
    void letsPassInARollingRestartWhatIsWaitedFor() {
        supervisor.set("x:db", ProcessState.FATAL);
        RestartQueue queue = rolling("web=db");

        execute(queue, "x:web");
        execute(queue, "x:db");

        assertThat(supervisor.calls()).containsExactly("start x:db", "stop x:web", "start x:web");
    }

    @Test
    void givesUpAfterTenMinutesAndDecidesAnew() {
        supervisor.set("x:db", ProcessState.FATAL);
        RestartQueue queue = parallel("web=db");

        execute(queue, "x:web");
        assertThat(results).isEmpty();
        time.pass(Duration.ofMinutes(15));

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(result.stillNeeded()).isTrue();
            assertThat(result.sentence()).isEqualTo("waited 10m for x:db, which is FATAL (--depends)");
        });
        assertThat(queue.isInProgress(Namespec.parse("x:web"))).isFalse();
        assertThat(supervisor.calls()).isEmpty();
        supervisor.set("x:db", ProcessState.RUNNING);
        execute(queue, "x:web");
        assertThat(supervisor.calls()).containsExactly("stop x:web", "start x:web");
    }

    @Test
    void showsWhatARestartWaitsFor() {
        supervisor.set("x:db", ProcessState.FATAL);
        RestartManager manager = manager(false, "web=db");
        RestartQueue queue = RestartQueue.parallel(manager, decision -> RestartHooks.NONE, notifier());

        execute(queue, "x:web");
        assertThat(manager.statusInProgress())
                .singleElement()
                .satisfies(status -> assertThat(status.reason()).endsWith("; waits for x:db, which is FATAL"));
        supervisor.set("x:db", ProcessState.RUNNING);
        time.pass(SHORT);

        assertThat(results).hasSize(1);
        assertThat(manager.statusInProgress()).isEmpty();
    }

    @Test
    void tellsThatARestartWasNotMade() {
        supervisor.set("x:db", ProcessState.FATAL);
        RestartQueue queue = parallel("web=db");
        List<String> skipped = new ArrayList<>();
        queue.onSkipped(name -> skipped.add(name.toString()));

        execute(queue, "x:web");
        time.pass(Duration.ofMinutes(15));
        assertThat(skipped).as("has waited for too long").containsExactly("x:web");
        execute(queue, "x:web");
        queue.close();

        assertThat(skipped).as("and when the listener ends").containsExactly("x:web", "x:web");
    }

    @Test
    void waitsForNothingThatSupervisordDoesNotHave() {
        execute(parallel("web=nosuch"), "x:web");

        assertThat(supervisor.calls()).containsExactly("stop x:web", "start x:web");
    }

    @Test
    void restartsNothingThatWasRestartedWhileItWaited() {
        supervisor.set("x:db", ProcessState.STARTING);
        RestartQueue queue = parallel("web=db");
        execute(queue, "x:web");

        supervisor.set("x:web", ProcessState.STOPPED);
        supervisor.set("x:web", ProcessState.RUNNING);
        supervisor.set("x:db", ProcessState.RUNNING);
        time.pass(SHORT);

        assertThat(supervisor.calls()).isEmpty();
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(result.stillNeeded()).isFalse();
        });
    }

    @Test
    void restartsDependantsAfterARestartInTheirOrderAndEachOnce() {
        RestartQueue queue = withDependants("web=app,db", "app=db");

        execute(queue, "x:db");

        assertThat(supervisor.calls())
                .containsExactly("stop x:db", "start x:db", "stop x:app", "start x:app", "stop x:web", "start x:web");
        assertThat(decisions).extracting(Decision::reason).contains("x:db was restarted (--restart-dependants)");
        assertThat(decisions.get(1).result().cause()).isEqualTo("dependency");
    }

    @Test
    void restartsDependantsOnceSupervisordCanBeAskedAgain() {
        supervisor.silentForTables(3);

        execute(withDependants("web=db"), "x:db");

        assertThat(supervisor.calls()).containsExactly("stop x:db", "start x:db", "stop x:web", "start x:web");
    }

    @Test
    void givesUpDependantsOfARestartWhenSupervisordIsSilentForLong() {
        supervisor.silentForTables(1_000);
        RestartQueue queue = withDependants("web=db");

        try (LogLines log = LogLines.of(DependantRestarts.class)) {
            execute(queue, "x:db");
            time.pass(Duration.ofMinutes(15));

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("depends on it"))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("ERROR x:db: what depends on it is not restarted");
        }
        assertThat(supervisor.calls()).containsExactly("stop x:db", "start x:db");
    }

    @Test
    void restartsDependantsOfDependants() {
        execute(withDependants("web=app", "app=db"), "x:db");

        assertThat(supervisor.calls()).endsWith("stop x:app", "start x:app", "stop x:web", "start x:web");
    }

    @Test
    void leavesDependantsAloneThatDoNotRunOrHaveBeenStartedSince() {
        supervisor.set("x:app", ProcessState.STOPPED);
        RestartQueue queue = withDependants("app=db", "web=db");
        execute(queue, "x:web");
        supervisor.startsEarlier("x:db");

        execute(queue, "x:db");

        assertThat(supervisor.calls()).containsExactly("stop x:web", "start x:web", "stop x:db", "start x:db");
    }

    @Test
    void leavesDependantsAloneThatAreExcludedOrPausedOrHaveReachedTheirLimit() {
        excluded = List.of(ProcessPattern.parse("cache"));
        paused = "x:app";
        limit = Optional.of(RateLimit.parse("1/1h"));
        RestartQueue queue = withDependants("cache=db", "app=db", "web=db");
        execute(queue, "x:db");
        execute(queue, "x:db");

        assertThat(supervisor.calls())
                .containsExactly("stop x:db", "start x:db", "stop x:web", "start x:web", "stop x:db", "start x:db");
    }

    /** As httpok --parallel 1 promises. */
    @Test
    void restartsNoMoreDependantsAtOnceThanMayBe() {
        maxConcurrent = 1;

        execute(withDependants("cache=db", "app=db", "web=db"), "x:db");

        assertThat(supervisor.calls())
                .containsExactly(
                        "stop x:db",
                        "start x:db",
                        "stop x:app",
                        "start x:app",
                        "stop x:cache",
                        "start x:cache",
                        "stop x:web",
                        "start x:web");
    }

    @Test
    void restartsInItsNextLifeTheDependantsThatItHadNotBegunWith() throws IOException {
        RestartQueue queue = withDependants("web=db");
        supervisor.startSlowly("x:db");
        execute(queue, "x:db");
        supervisor.set("x:db", ProcessState.RUNNING);
        time.passUntil(() -> !results.isEmpty());
        assertThat(results).extracting(RestartResult::outcome).containsExactly(Outcome.RESTARTED);
        assertThat(supervisor.calls()).containsExactly("stop x:db", "start x:db");
        assertThat(notes()).containsExactly("x:web");

        time = new VirtualTime();
        RestartQueue next = withDependants("web=db");
        next.resume();
        time.pass(SHORT);

        assertThat(supervisor.calls()).endsWith("stop x:web", "start x:web");
        assertThat(results).hasSize(2).extracting(RestartResult::outcome).containsOnly(Outcome.RESTARTED);
        assertThat(notes()).isEmpty();
    }

    private void execute(RestartQueue queue, String... names) {
        queue.execute(Stream.of(names)
                .map(name -> ProcessInfos.decision(supervisor.get(name)))
                .toList());
        time.pass(SHORT);
    }

    private RestartQueue parallel(String... options) {
        return RestartQueue.parallel(manager(false, options), decision -> RestartHooks.NONE, notifier());
    }

    private RestartQueue rolling(String... options) {
        return RestartQueue.rolling(manager(false, options), decision -> RestartHooks.NONE, notifier());
    }

    private RestartQueue withDependants(String... options) {
        return wired(RestartQueue.parallel(manager(true, options), decision -> RestartHooks.NONE, notifier()), options);
    }

    private RestartQueue wired(RestartQueue queue, String... options) {
        RestartPolicy policy = new RestartPolicy(
                rules(true, options),
                RestartTimes.none(),
                name -> name.toString().equals(paused) ? Optional.of("paused") : Optional.empty());
        queue.onRestart(new DependantRestarts(
                supervisor.client(),
                new ProcessSelector(Optional.empty(), excluded, List.of()),
                rules(true, options).order().orElseThrow(),
                policy,
                queue,
                () -> ProcessInfos.NOW,
                time)::onRestarted);
        return queue;
    }

    private RestartManager manager(boolean dependants, String... options) {
        return new RestartManager(
                supervisor.client(),
                new FileRestartJournal(directory.resolve("restarts"), () -> Instant.EPOCH.plusSeconds(1)),
                time,
                RestartManagers.tally(Metrics.none()),
                name -> Optional.empty(),
                Optional.empty(),
                rules(dependants, options));
    }

    private RestartRules rules(boolean dependants, String... options) {
        return new RestartRules(
                CycleThreshold.ONE,
                Duration.ofDays(1),
                limit,
                maxConcurrent,
                Optional.empty(),
                Optional.of(new RestartOrder(
                        Stream.of(options).map(Dependency::parse).toList(), dependants)));
    }

    private List<String> notes() throws IOException {
        return FileRestartJournal.names(directory.resolve("restarts"));
    }

    private RestartNotifier notifier() {
        return new RestartNotifier() {
            @Override
            public void onFinished(Decision decision, RestartResult report, Runnable told) {
                decisions.add(decision);
                results.add(report);
                told.run();
            }

            @Override
            public void onRateLimited(Decision decision) {}
        };
    }
}
