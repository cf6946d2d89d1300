package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.superlance.httpok.CheckFailureNotifier.CheckFailureMessage;
import org.superlance.httpok.CheckFailureNotifier.RestartOutcome;
import org.superlance.httpok.HttpCheck.CheckRound;
import org.superlance.httpok.ProbeResult.Outcome;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.NotificationQueue;
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

    private final List<Alert> sent = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private CheckRound round = failing(Outcome.BAD_STATUS);

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
    void tellsOfEveryFailureWhenThereIsNobodyToRestart() {
        CheckFailureNotifier letters = letters(Duration.ofHours(1));
        round = failing(Outcome.BAD_BODY);

        letters.onCycle(List.of(), List.of());
        letters.onCycle(List.of(decision("stopped", DecisionType.OK)), List.of());

        assertThat(sent).extracting(Alert::subject).containsOnly("httpok [x]: http://h/: bad body returned");
        assertThat(sent).hasSize(2);
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
        CheckFailureMessage writer = new CheckFailureMessage("httpok [x]", "http://h/", "host", CLOCK);
        RestartMessages late = new RestartMessages("httpok [x]", "host", CLOCK);
        return new CheckFailureNotifier(queue(), writer, late, () -> round, patience);
    }

    private NotificationQueue queue() {
        return new NotificationQueue() {
            @Override
            public void accept(Alert alert) {
                sent.add(alert);
            }

            @Override
            public int pending() {
                return 0;
            }

            @Override
            public boolean drain(Duration limit) {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private static CheckRound failing(Outcome outcome) {
        List<ProcessPattern> unknown = List.of(ProcessPattern.parse("gone"));
        return new CheckRound(
                List.of(ProbeResult.bad(outcome, "503", REASON)), unknown, List.of(), ProbeStrategy.Results.NONE);
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
