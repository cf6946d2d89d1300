package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.ShellCommandSender;
import org.superlance.listener.process.OrphanedCommand;
import org.superlance.listener.process.ProcessIdentity;
import org.superlance.listener.restart.RestartJournal.FileRestartJournal;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.FileGate;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.testkit.LongEnough;

/** The commands around a restart, with a real shell, on one worker. */
class RestartHooksTest {

    private static final Duration LONG = Duration.ofMinutes(30);

    @TempDir
    Path directory;

    private final SimpleSupervisor supervisor = new SimpleSupervisor("web:w1", "web:w2");
    private final ScheduledThreadPoolExecutor workers = new ScheduledThreadPoolExecutor(1);
    private final List<RestartResult> results = Collections.synchronizedList(new ArrayList<>());
    private Predicate<Namespec> paused = name -> false;

    @AfterEach
    void stopWorkers() {
        workers.shutdownNow();
    }

    @Test
    void runsBothAroundTheRestartWithItsId() throws Exception {
        RestartManager manager = manager(log("before"), log("after"), LONG, false);
        long pid = supervisor.get("web:w1").pid();

        restart(manager, "web:w1");

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        String id = results.get(0).id();
        assertThat(lines())
                .containsExactly(
                        "before web:w1 " + pid + " restart  " + id + " " + id,
                        "after web:w1 " + pid + " restart restarted " + id + " " + id);
        assertThat(notes()).isEmpty();
    }

    @Test
    void logsTheOutputOfAHookWithItsProgram() throws Exception {
        RestartManager manager = manager("echo drained", "true", LONG, false);

        try (LogLines log = LogLines.of(ShellCommandSender.class)) {
            restart(manager, "web:w1");

            assertThat(log.lines()).contains("INFO web:w1: before-restart hook 'echo' output: drained");
        }
    }

    @Test
    void restartsAfterAHookThatFailsAndSaysSo() throws Exception {
        RestartManager manager = manager("echo no balancer; exit 3", "exit 4", LONG, false);

        restart(manager, "web:w1");

        assertThat(results)
                .singleElement()
                .extracting(RestartResult::sentence)
                .asString()
                .startsWith("new pid ")
                .contains(
                        "; before-restart hook 'echo' failed with exit status 3; output: no balancer",
                        "; after-restart hook 'exit' failed with exit status 4; no output");
    }

    @Test
    void restartsNothingWithoutItsRequiredHookAndUndoesWhatThatHasBegun() throws Exception {
        RestartManager manager = manager("exit 3", log("after"), LONG, true);

        restart(manager, "web:w1");

        assertThat(supervisor.calls()).isEmpty();
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(result.stillNeeded()).isTrue();
            assertThat(result.sentence()).contains("failed with exit status 3", "(--require-hook)");
        });
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("after web:w1 ")
                .contains(" restart skipped ");
    }

    @Test
    void killsAHookThatTakesTooLong() {
        String sentence = LongEnough.call(
                limit -> {
                    RestartManager manager = manager("echo begun; exec sleep 100000", "true", limit, false);
                    restart(manager, "web:w1");
                    return results.get(results.size() - 1).sentence();
                },
                text -> text.contains("begun"));

        assertThat(sentence).contains("did not exit within", "and was killed; output: begun");
        assertThat(results).extracting(RestartResult::outcome).containsOnly(Outcome.RESTARTED);
    }

    @Test
    void holdsNoWorkerWhileAHookRuns() throws Exception {
        FileGate gate = FileGate.at(directory.resolve("gate"));
        RestartManager manager =
                manager("test $ALERT_PROCESS = w2 || { " + gate.shellWait() + "; }", "true", LONG, false);

        begin(manager, "web:w1");
        begin(manager, "web:w2");
        Await.until("the restart of the other one", () -> !results.isEmpty());
        // a result is reported before its restart is out of those that are in progress
        Await.until("its end", () -> manager.inProgress() == 1);

        assertThat(results.get(0).name()).isEqualTo(Namespec.parse("web:w2"));
        assertThat(manager.statusInProgress())
                .singleElement()
                .satisfies(status -> assertThat(status.reason()).endsWith("; waiting for what runs before its stop"));
        gate.open();
        assertThat(manager.awaitIdle(Await.LIMIT)).isTrue();
    }

    @Test
    void runsNoneForAPausedProgram() throws Exception {
        RestartManager manager = manager(log("before"), log("after"), LONG, false);
        paused = name -> true;

        restart(manager, "web:w1");

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(lines()).isEmpty();
    }

    @Test
    void undoesAndStopsNothingForAProgramThatIsPausedMeanwhile() throws Exception {
        FileGate gate = FileGate.at(directory.resolve("gate"));
        RestartManager manager = manager(log("before") + "; " + gate.shellWait(), log("after"), LONG, false);
        begin(manager, "web:w1");
        Await.until("the hook", () -> lines().size() == 1);

        paused = name -> true;
        gate.open();
        assertThat(manager.awaitIdle(Await.LIMIT)).isTrue();

        assertThat(lines()).hasSize(2);
        assertThat(supervisor.calls()).isEmpty();
    }

    @Test
    void restartsNothingThatSomebodyElseHasRestartedMeanwhile() throws Exception {
        FileGate gate = FileGate.at(directory.resolve("gate"));
        RestartManager manager = manager(log("before") + "; " + gate.shellWait(), log("after"), LONG, false);
        begin(manager, "web:w1");
        Await.until("the hook", () -> lines().size() == 1);

        supervisor.set("web:w1", ProcessState.STOPPED);
        supervisor.set("web:w1", ProcessState.RUNNING);
        gate.open();
        assertThat(manager.awaitIdle(Await.LIMIT)).isTrue();

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(results.get(0).sentence()).startsWith("restarted by somebody else meanwhile, new pid");
        assertThat(lines()).hasSize(2);
    }

    /** There is nothing to be drained, and something to be warmed up. */
    @Test
    void runsOnlyTheOneAfterTheStartOfWhatDidNotRun() throws Exception {
        supervisor.set("web:w1", ProcessState.EXITED);
        RestartManager manager = manager(log("before"), log("after"), LONG, true);

        restart(manager, "web:w1");

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        assertThat(lines()).singleElement().asString().startsWith("after web:w1  ");
    }

    @Test
    void killsTheOneBeforeAndRunsTheOneAfterWhenTheListenerEnds() throws Exception {
        RestartManager manager = manager(log("before") + "; exec sleep 100000", log("after"), LONG, false);
        begin(manager, "web:w1");
        Await.until("the hook", () -> lines().size() == 1);

        boolean finished = manager.finish(Await.LIMIT);

        assertThat(finished).isTrue();
        assertThat(supervisor.calls()).isEmpty();
        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(lines()).hasSize(2);
        assertThat(notes()).isEmpty();
    }

    @Test
    void leavesTheOneAfterToTheNextLifeIfThereIsNoTimeForIt() throws Exception {
        RestartManager manager = manager(log("before"), log("after") + "; exec sleep 100000", LONG, false);
        begin(manager, "web:w1");
        Await.until("the hook", () -> lines().size() == 2);

        boolean finished = manager.finish(Duration.ofSeconds(1));
        assertThat(finished).isFalse();
        assertThat(results).isEmpty();
        RestartManager next = manager(log("before"), log("again"), LONG, false);
        next.resume(this::report);
        assertThat(next.awaitIdle(Await.LIMIT)).isTrue();

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        assertThat(lines())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("again web:w1")
                .contains(" restarted ");
        assertThat(supervisor.calls()).containsExactly("stop web:w1", "start web:w1");
        assertThat(notes()).isEmpty();
    }

    /** It was killed while the first hook ran. */
    @Test
    void undoesInTheNextLifeWhatHasBegunAndRunsNothingTwice() throws Exception {
        RestartNote note = RestartNote.of(ProcessInfos.decision(supervisor.get("web:w1")), Duration.ZERO);
        RestartRecord record = new RestartRecord(journal(), note);
        record.hooksBegun(supervisor.get("web:w1"), true);

        for (int life = 0; life < 2; life++) {
            RestartManager manager = manager(log("before"), log("after"), LONG, false);
            manager.resume(this::report);
            assertThat(manager.awaitIdle(Await.LIMIT)).isTrue();
        }

        assertThat(supervisor.calls()).isEmpty();
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("after web:w1 ")
                .contains(" restart skipped " + note.id());
    }

    /** As what depends on others is kept while it waits: once its hook was begun, it waits no more. */
    @Test
    void onlyUndoesInTheNextLifeWhatHadWaitedAndBegun() throws Exception {
        RestartNote note = RestartNote.of(ProcessInfos.decision(supervisor.get("web:w1")), Duration.ZERO);
        RestartNote queued = manager("true", "true", LONG, true).keep(note);
        new RestartRecord(journal(), queued).hooksBegun(supervisor.get("web:w1"), true);
        List<RestartNote> waiting = new ArrayList<>();

        RestartManager next = manager(log("before"), log("after"), LONG, true);
        next.resume(this::report, waiting::add);
        assertThat(next.awaitIdle(Await.LIMIT)).isTrue();

        assertThat(waiting).isEmpty();
        assertThat(supervisor.calls()).isEmpty();
        assertThat(lines()).singleElement().asString().startsWith("after web:w1 ");
        assertThat(notes()).isEmpty();
    }

    /** What another listener would run undoes something else. */
    @Test
    void runsNoHookOfItsOwnForTheRestartOfAnotherListener() throws Exception {
        leaveDueHook("memmon other:memmon");

        RestartManager manager = manager(log("before"), log("after"), LONG, false);
        manager.resume(this::report);
        assertThat(manager.awaitIdle(Await.LIMIT)).isTrue();

        assertThat(lines()).isEmpty();
        assertThat(results)
                .singleElement()
                .extracting(RestartResult::sentence)
                .asString()
                .endsWith("; --after-restart hook not run, because memmon other:memmon began the restart;"
                        + " run the hook of that listener for this program");
        assertThat(notes()).isEmpty();
    }

    @Test
    void saysThatTheHookIsGoneThatIsDue() throws Exception {
        leaveDueHook("");

        RestartManager manager = RestartManagers.of(supervisor.client(), journal(), workers, Metrics.none());
        manager.resume(this::report);
        assertThat(manager.awaitIdle(Await.LIMIT)).isTrue();

        assertThat(results.get(0).sentence()).contains("because this listener has none any more");
        assertThat(notes()).isEmpty();
    }

    /** As a listener does which is killed in its first hook. */
    private void leaveDueHook(String owner) {
        RestartNote note = RestartNote.of(ProcessInfos.decision(supervisor.get("web:w1")), Duration.ZERO)
                .begun(ProcessInfos.NOW, owner);
        new RestartRecord(journal(), note).hooksBegun(supervisor.get("web:w1"), true);
    }

    /** A hook lives on when its listener is killed: as that of another manager here, with a journal of its own. */
    @Test
    void killsInTheNextLifeWhatAnEarlierOneHasLeftRunning() throws Exception {
        FileGate gate = FileGate.at(directory.resolve("gate"));
        String hook = "(sleep 100000 & echo $! > " + directory + "/child); " + log("before") + "; " + gate.shellWait()
                + "; " + log("late");
        Path elsewhere = directory.resolve("elsewhere");
        RestartManager killed = manager(hook, "true", LONG, true, elsewhere);
        killed.restart(ProcessInfos.decision(supervisor.get("web:w1")), RestartHooks.NONE, (made, result, told) -> {});
        Path note = elsewhere.resolve("web%3Aw1.restart");
        Await.until("the record of the hook", () -> read(note).contains("hook-process: ") && lines().size() == 1);
        Files.copy(note, Files.createDirectory(directory.resolve("restarts")).resolve(note.getFileName()));

        RestartManager next = manager(log("before"), log("after"), LONG, true);
        next.resume(this::report);
        assertThat(next.awaitIdle(Await.LIMIT)).isTrue();
        gate.open();
        assertThat(killed.awaitIdle(Await.LIMIT)).isTrue();

        assertThat(lines()).hasSize(2).last().asString().startsWith("after web:w1 ");
        long child = Long.parseLong(read(directory.resolve("child")).strip());
        Await.until("the end of its child", () -> !isAlive(child));
        assertThat(supervisor.calls()).isEmpty();
    }

    /** Such as one that writes a core, and holds the process meanwhile. */
    @Test
    void recordsACommandThatAnotherStepRunsBeforeTheStop() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        RestartHooks hooks = RestartHooks.NONE.withBeforeStop((process, started) -> {
            started.accept(ProcessHandle.current().pid());
            Await.until("the test", end::get);
        });
        RestartManager manager = RestartManagers.of(supervisor.client(), journal(), workers, Metrics.none());
        manager.restart(ProcessInfos.decision(supervisor.get("web:w1")), hooks, this::report);
        Path note = directory.resolve("restarts").resolve("web%3Aw1.restart");

        Await.until("the record of the command", () -> read(note).contains("hook-process: "));
        assertThat(read(note)).contains("begun: what runs before its stop").doesNotContain("after-hook");
        end.set(true);
        assertThat(manager.awaitIdle(Await.LIMIT)).isTrue();

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        assertThat(notes()).isEmpty();
    }

    private RestartManager manager(String before, String after, Duration timeout, boolean required) {
        return manager(before, after, timeout, required, directory.resolve("restarts"));
    }

    private RestartManager manager(String before, String after, Duration timeout, boolean required, Path restarts) {
        HookSettings settings = new HookSettings(Optional.of(before), Optional.of(after), timeout, required);
        return new RestartManager(
                supervisor.client(),
                new FileRestartJournal(restarts, InstantSource.system()),
                workers,
                RestartManagers.tally(Metrics.none()),
                name -> paused.test(name) ? Optional.of("paused until 22:10 by root") : Optional.empty(),
                Optional.of(new HookCommands(settings, "memmon", "vm", System.getenv(), InstantSource.system())),
                RestartRules.ALWAYS);
    }

    private RestartJournal journal() {
        return new FileRestartJournal(directory.resolve("restarts"), InstantSource.system());
    }

    /** A hook that takes down what it is told. */
    private String log(String word) {
        return "echo \"" + word
                + " $ALERT_GROUP:$ALERT_PROCESS $ALERT_PID $ALERT_EVENT $ALERT_OUTCOME $ALERT_ID $ALERT_KEY" + "\" >> "
                + directory + "/log";
    }

    private static boolean isAlive(long pid) {
        return new OrphanedCommand(new ProcessIdentity().of(pid)).isAlive();
    }

    private List<String> lines() {
        return read(directory.resolve("log")).lines().toList();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> notes() throws IOException {
        return FileRestartJournal.names(directory.resolve("restarts"));
    }

    private void restart(RestartManager manager, String name) {
        begin(manager, name);
        try {
            assertThat(manager.awaitIdle(Await.LIMIT)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void begin(RestartManager manager, String name) {
        assertThat(manager.restart(ProcessInfos.decision(supervisor.get(name)), RestartHooks.NONE, this::report))
                .isTrue();
    }

    private void report(Decision decision, RestartResult result, Runnable told) {
        results.add(result);
        told.run();
    }

    private List<Outcome> outcomes() {
        return results.stream().map(RestartResult::outcome).toList();
    }
}
