package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.superlance.httpok.CheckFailureNotifier.CheckFailureMessage;
import org.superlance.httpok.CheckFailureNotifier.RestartOutcome;
import org.superlance.httpok.CombinedResult.Rule;
import org.superlance.httpok.HttpCheck.CheckRound;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.notify.RecordingQueue;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartNotifier.RestartMessages;
import org.superlance.listener.restart.RestartResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Await;

class CheckFailureNotifierTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String REASON = "status contacting http://h/: 503";

    private static final Probe FILE = new FixedProbe("file", () -> ProbeResult.undecided("not asked"));

    private final RecordingQueue queue = new RecordingQueue();
    private final List<Alert> sent = queue.accepted();
    private final AlertBook book = AlertBook.inMemory(queue, CLOCK);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private CheckRound round = failing(Cause.STATUS);
    private int successThreshold = 1;
    private InstantSource clock = CLOCK;

    @Test
    void sendsOneLetterWhenItIsKnownWhatCameOfAll() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        Decision one = decision("one", DecisionType.RESTART);
        Decision two = decision("two", DecisionType.RESTART);
        RestartOutcome outcome = letters.expect(one);
        letters.expect(two);
        letters.onCoreDump(outcome, "Saved corefile\n");

        letters.onFinished(
                one,
                report("one", RestartResult.Outcome.RESTARTED),
                () -> told.add(one.name().name()));
        letters.onCycle(List.of(one, two, decision("idle", DecisionType.OK)), List.of(one, two));
        assertThat(sent).isEmpty();
        assertThat(told).isEmpty();
        letters.onFinished(
                two,
                report("two", RestartResult.Outcome.START_FAILED),
                () -> told.add(two.name().name()));

        assertThat(sent).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo("httpok [x]: http://h/: bad status returned");
            assertThat(alert.text())
                    .contains(REASON, "g:one (pid 7", "restarted: said", "g:two", "failed to start: said", "g:idle")
                    .contains("names: [gone]", "The core of g:one:\nSaved corefile");
        });
        assertThat(told).containsExactlyInAnyOrder("one", "two");
        letters.onFinished(
                two,
                report("two", RestartResult.Outcome.RESTARTED),
                () -> told.add(two.name().name()));
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).subject()).isEqualTo("httpok [x]: process g:two restarted");
        assertThat(sent.get(0).labels())
                .containsEntry("outcome", "start_failed")
                .containsEntry("severity", "critical");
        assertThat(book.open()).extracting(OpenState::what).containsExactly("check_failed");
    }

    /** With {@code --depends} a restart may begin long after the check. */
    @Test
    void waitsForTheResultOfARestartThatBeginsLater() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        Decision web = decision("web", DecisionType.RESTART);
        letters.onCycle(List.of(web), List.of(web));
        letters.onCoreDump(letters.expect(web), "Saved corefile\n");

        letters.onFinished(web, report("web", RestartResult.Outcome.RESTARTED), () -> {});

        assertThat(sent)
                .singleElement()
                .satisfies(alert ->
                        assertThat(alert.text()).contains("restarted: said", "The core of g:web:\nSaved corefile"));
    }

    @Test
    void saysWhatIsStillUnderWayWhenItHasWaitedLongEnough() {
        CheckFailureNotifier letters = letters(Duration.ofMillis(1));
        Decision slow = decision("slow", DecisionType.RESTART);
        letters.expect(slow);

        letters.onCycle(List.of(slow), List.of(slow));

        Await.until("the letter", () -> !sent.isEmpty());
        assertThat(sent.get(0).text()).contains("restart still in progress");
    }

    @Test
    void sendsWhatWaitsWhenTheListenerEnds() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        Decision slow = decision("slow", DecisionType.RESTART);
        letters.expect(slow);
        letters.onCycle(List.of(slow), List.of(slow));

        letters.close();

        assertThat(sent).hasSize(1);
    }

    @Test
    void tellsOnceThatTheCheckFailsWhenThereIsNobodyToRestartAndWhenItSucceedsAgain() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        round = failing(Cause.BODY);

        letters.onCycle(List.of(), List.of());
        letters.onCycle(List.of(decision("stopped", DecisionType.OK, ProcessState.STOPPED)), List.of());
        assertThat(sent).extracting(Alert::subject).containsExactly("httpok [x]: http://h/: bad body returned");

        round = answering(ProbeResult.undecided("unknown"));
        letters.onCycle(List.of(), List.of());
        round = CheckRound.NONE;
        letters.onCycle(List.of(decision("starting", DecisionType.OK, ProcessState.STARTING)), List.of());
        assertThat(sent).as("neither says that it is over").hasSize(1);

        round = answering(ProbeResult.good(Cause.STATUS, "200", "status 200"));
        letters.onCycle(List.of(decision("web", DecisionType.OK)), List.of());
        letters.onCycle(List.of(decision("web", DecisionType.OK)), List.of());
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).subject()).isEqualTo("httpok [x]: http://h/: check succeeds again");
        assertThat(sent.get(1).isResolved()).isTrue();
    }

    @Test
    void isOverAfterAsManySuccessesInARowAsAreAskedFor() {
        successThreshold = 2;
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        CheckRound bad = round;
        CheckRound good = answering(ProbeResult.good(Cause.STATUS, "200", "status 200"));
        CheckRound open = answering(ProbeResult.undecided("unknown"));
        CheckRound wrong = answering(ProbeResult.bad(Cause.STATUS, "503", REASON));
        for (CheckRound next : List.of(bad, good, wrong, good, open)) {
            round = next;
            letters.onCycle(List.of(), List.of());
        }
        assertThat(sent).hasSize(1);

        round = good;
        letters.onCycle(List.of(), List.of());

        assertThat(sent).extracting(Alert::phase).containsExactly(Phase.BEGIN, Phase.END);
    }

    @Test
    void aFailureIsOverThoughAnotherCheckCannotBeMade() {
        successThreshold = 2;
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        ProbeResult good = ProbeResult.good(Cause.PLUGIN, "OK", "file: OK");
        round = two(ProbeResult.bad(Cause.PLUGIN, "CRITICAL", "file: CRITICAL"));
        letters.onCycle(List.of(decision("web", DecisionType.HOLD)), List.of());
        round = two(good);
        letters.onCycle(List.of(unclear("web")), List.of());
        assertThat(sent).extracting(Alert::phase).containsOnly(Phase.BEGIN);

        letters.onCycle(List.of(unclear("web")), List.of());

        assertThat(book.isEmpty()).isTrue();
        assertThat(sent)
                .filteredOn(alert ->
                        alert.phase() == Phase.END && alert.label("event").equals("check_failed"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.text()).contains("file: OK\n\nNot known:\nunk: UNKNOWN"));
    }

    @Test
    void aFailureBeginsWithTheFirstCheckThatFails() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        clock = now::get;
        CheckFailureNotifier letters = letters(AlertBook.inMemory(queue, now::get), Duration.ofHours(1));
        CheckRound bad = round;
        CheckRound good = answering(ProbeResult.good(Cause.STATUS, "200", "status 200"));
        letters.onCycle(List.of(decision("web", DecisionType.WAIT)), List.of());
        round = good;
        letters.onCycle(List.of(decision("web", DecisionType.OK)), List.of());
        round = bad;
        Decision web = decision("web", DecisionType.RESTART);
        now.set(NOW.plusSeconds(60));
        letters.onCycle(List.of(decision("web", DecisionType.WAIT)), List.of());
        now.set(NOW.plusSeconds(120));
        letters.expect(web);
        letters.onCycle(List.of(web), List.of(web));
        now.set(NOW.plusSeconds(150));
        letters.onFinished(web, report("web", RestartResult.Outcome.RESTARTED), () -> {});
        round = good;
        now.set(NOW.plusSeconds(180));
        letters.onCycle(List.of(decision("web", DecisionType.OK)), List.of());

        assertThat(sent).extracting(Alert::phase).containsExactly(Phase.BEGIN, Phase.END);
        assertThat(sent).extracting(Alert::since).containsOnly(NOW.plusSeconds(60));
        assertThat(sent.get(1).text()).contains("Lasted: 2m");
    }

    @Test
    void namesTheChecksThatFailed() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        round = two(ProbeResult.bad(Cause.PLUGIN, "CRITICAL", "file: CRITICAL"));

        letters.onCycle(List.of(), List.of());

        assertThat(sent).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).startsWith("httpok [x]: file: ");
            assertThat(alert.text()).startsWith("The check of file on host failed:");
            assertThat(alert.label("url")).isEqualTo("file");
        });
    }

    @Test
    void namesTheProgramOfACheckOfEach() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        ProbeResult bad = ProbeResult.bad(Cause.CONNECT, "refused", "no connection");
        CombinedResult combined = new CombinedResult(Rule.ALL, List.of(bad));
        round = new CheckRound(
                List.of(bad),
                List.of(),
                Map.of(),
                new ProbeStrategy.Results(
                        Map.of(FILE, bad), Optional.empty(), Map.of(new Namespec("web", "w1"), combined)));

        letters.onCycle(List.of(), List.of());

        assertThat(sent).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).startsWith("httpok [x]: file of web:w1: ");
            assertThat(alert.label("url")).isEqualTo("file");
        });
    }

    @Test
    void aHoldIsOverAfterAsManySuccessesInARowAsAreAskedFor() {
        successThreshold = 2;
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        letters.onCycle(List.of(decision("web", DecisionType.HOLD)), List.of());
        round = answering(ProbeResult.good(Cause.STATUS, "200", "status 200"));

        letters.onCycle(List.of(decision("web", DecisionType.OK)), List.of());
        assertThat(book.open()).extracting(OpenState::what).contains("held");
        letters.onCycle(List.of(decision("web", DecisionType.OK)), List.of());

        assertThat(book.isEmpty()).isTrue();
    }

    @Test
    void aUrlThatFailsForAnHourIsToldOnceAndThatItIsOver() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        AlertBook moving = AlertBook.inMemory(queue, now::get);
        CheckFailureNotifier letters = letters(moving, Duration.ofHours(1));
        for (int tick = 0; tick < 60; tick++) {
            now.set(NOW.plus(Duration.ofMinutes(tick)));
            letters.onCycle(List.of(), List.of());
            moving.remind();
        }
        assertThat(sent).extracting(Alert::phase).containsExactly(Phase.BEGIN);

        round = answering(ProbeResult.good(Cause.STATUS, "200", "status 200"));
        letters.onCycle(List.of(), List.of());
        moving.remind();
        assertThat(sent).extracting(Alert::phase).containsExactly(Phase.BEGIN, Phase.END);
    }

    @Test
    void tellsThatItIsNotCheckedAnyMoreWhenSomebodyHasStoppedAll() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        letters.onCycle(List.of(), List.of());
        round = CheckRound.NONE;

        letters.onCycle(List.of(decision("web", DecisionType.OK, ProcessState.STOPPED)), List.of());

        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).subject()).isEqualTo("httpok [x]: http://h/: check is not made any more");
    }

    @Test
    void tellsOfEachRestartWhileTheCheckFailsAndOfTheLimitOnce() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        Decision web = decision("web", DecisionType.RESTART);
        for (int i = 0; i < 2; i++) {
            letters.expect(web);
            letters.onCycle(List.of(web), List.of(web));
            letters.onFinished(web, report("web", RestartResult.Outcome.RESTARTED), () -> {});
        }
        assertThat(sent).extracting(alert -> alert.label("event")).containsExactly("check_failed", "restart");

        for (int i = 0; i < 3; i++) {
            letters.onCycle(List.of(decision("web", DecisionType.HOLD)), List.of());
        }
        assertThat(sent).hasSize(3);
        assertThat(sent.get(2).labels()).containsEntry("outcome", "held").containsEntry("severity", "critical");
    }

    @Test
    void isSilentWhileItWaitsAndWhenNothingFails() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));

        letters.onCycle(List.of(decision("web", DecisionType.WAIT)), List.of());
        letters.onCycle(List.of(decision("web", DecisionType.BUSY)), List.of());
        round = CheckRound.NONE;
        letters.onCycle(List.of(decision("web", DecisionType.OK)), List.of());

        assertThat(sent).isEmpty();
    }

    @Test
    void isSilentWhileAProcessStarts() {
        letters(Duration.ofHours(1))
                .onCycle(List.of(decision("web", DecisionType.OK, ProcessState.STARTING)), List.of());

        assertThat(sent).isEmpty();
    }

    private CheckFailureNotifier letters(Duration patience) {
        return letters(book, patience);
    }

    @Test
    void tellsAtTheThirdCheckInARowThatCannotBeMadeAndWhenOneCan() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        Decision idle = decision("idle", DecisionType.OK);
        round = answering(ProbeResult.undecided("cannot check with x: it is gone"));
        letters.onCycle(List.of(idle), List.of());
        letters.onCycle(List.of(idle), List.of());
        assertThat(sent).isEmpty();

        letters.onCycle(List.of(idle), List.of());
        letters.onCycle(List.of(idle), List.of());

        assertThat(sent).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo("httpok [x]: http://h/: check cannot be made");
            assertThat(alert.text()).contains("cannot check with x: it is gone");
            assertThat(alert.labels()).containsEntry("event", "check_impossible");
        });
        round = CheckRound.NONE;
        letters.onCycle(List.of(idle), List.of());
        assertThat(book.open()).hasSize(1);
        round = answering(ProbeResult.good(Cause.STATUS, "200", "fine"));
        letters.onCycle(List.of(idle), List.of());
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).subject()).isEqualTo("httpok [x]: http://h/: check can be made again");
        assertThat(book.open()).isEmpty();
    }

    /** What is checked begins with another: {@code http://h/ and 1 more}. */
    @Test
    void namesTheCheckThatCannotBeMade() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        round = two(ProbeResult.good(Cause.PLUGIN, "OK", "file: OK"));
        for (int check = 0; check < 3; check++) {
            letters.onCycle(List.of(unclear("web")), List.of());
        }
        round = answering(ProbeResult.good(Cause.STATUS, "200", "fine"));
        letters.onCycle(List.of(decision("web", DecisionType.OK)), List.of());

        assertThat(sent)
                .filteredOn(alert -> alert.label("event").equals("check_impossible"))
                .extracting(Alert::subject)
                .containsExactly("httpok [x]: unk: check cannot be made", "httpok [x]: unk: check can be made again");
        assertThat(sent.get(0).label("url")).isEqualTo("unk");
    }

    @Test
    void namesTheCheckWhoseCertificateExpires() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        round = new CheckRound(
                List.of(), List.of(), Map.of("tls://db:5432", "it expires in 9 days"), ProbeStrategy.Results.NONE);

        letters.onCycle(List.of(), List.of());

        assertThat(sent).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo("httpok [x]: tls://db:5432: certificate expires");
            assertThat(alert.label("url")).isEqualTo("tls://db:5432");
            assertThat(alert.text()).contains("it expires in 9 days");
        });
    }

    private CheckFailureNotifier letters(AlertBook of, Duration patience) {
        CheckFailureMessage writer = new CheckFailureMessage("httpok [x]", "http://h/", true, "host", clock);
        RestartMessages late = new RestartMessages("httpok [x]", "host", CLOCK);
        return new CheckFailureNotifier(of, writer, late, () -> round, successThreshold, patience);
    }

    private static CheckRound answering(ProbeResult result) {
        Probe url = new FixedProbe("http://h/", () -> result);
        return new CheckRound(
                List.of(),
                List.of(),
                Map.of(),
                new ProbeStrategy.Results(
                        Map.of(url, result), Optional.of(new CombinedResult(Rule.ALL, List.of(result))), Map.of()));
    }

    private static CheckRound failing(Cause cause) {
        List<ProcessPattern> unknown = List.of(ProcessPattern.parse("gone"));
        return new CheckRound(
                List.of(ProbeResult.bad(cause, "503", REASON)), unknown, Map.of(), ProbeStrategy.Results.NONE);
    }

    /** Of two plugins, of which the first cannot tell. */
    private static CheckRound two(ProbeResult second) {
        ProbeResult unknown = ProbeResult.undecided("unk: UNKNOWN");
        Map<Probe, ProbeResult> asked = new LinkedHashMap<>();
        asked.put(new FixedProbe("unk", () -> unknown), unknown);
        asked.put(FILE, second);
        return new CheckRound(
                second.isBad() ? List.of(second) : List.of(),
                List.of(),
                Map.of(),
                new ProbeStrategy.Results(
                        asked, Optional.of(new CombinedResult(Rule.ALL, List.copyOf(asked.values()))), Map.of()));
    }

    private static Decision unclear(String name) {
        Decision well = decision(name, DecisionType.OK);
        CheckResult result = new CheckResult(well.process(), false, "-", "", "unk: UNKNOWN", CheckResult.INDETERMINATE);
        return new Decision(result, DecisionType.OK, result.reason(), false);
    }

    private static RestartResult report(String name, RestartResult.Outcome outcome) {
        return new RestartResult(new Namespec("g", name), outcome, "said");
    }

    private static Decision decision(String name, DecisionType type) {
        return decision(name, type, ProcessState.RUNNING);
    }

    private static Decision decision(String name, DecisionType type, ProcessState state) {
        ProcessInfo process =
                new ProcessInfo(new Namespec("g", name), state, 7, NOW, Instant.EPOCH, NOW, 0, "", "", "");
        return new Decision(
                new CheckResult(process, type != DecisionType.OK, "503", "200", REASON), type, REASON, true);
    }
}
