package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.EventHeader;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.util.Backoff;
import org.superlance.superlance.HostedListener.EventAck;
import org.superlance.superlance.HostedListener.EventQueue;
import org.superlance.superlance.SuperlanceSubcommands.SuperlanceSubcommand;

class EventMultiplexerTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Backoff DELAYS = Backoff.doubling(Duration.ofMillis(10), Duration.ofMillis(20));
    private static final Namespec PROCESS = new Namespec("superlance", "superlance");

    private final List<EventMultiplexer> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(EventMultiplexer::close);
    }

    @Test
    void givesEachListenerWhatItHasSubscribedToAndAlwaysHandledByAllWhenItReturns() {
        ScriptedListener ticks = new ScriptedListener(event -> {});
        ScriptedListener states = new ScriptedListener(event -> {});
        ScriptedListener all = new ScriptedListener(event -> {});
        EventMultiplexer host = host(
                Await.LIMIT,
                plan("ticks", ticks, "TICK"),
                plan("states", states, "PROCESS_STATE"),
                plan("all", all, "EVENT"));

        host.onEvent(event("TICK_60", "first"));
        host.onEvent(event("PROCESS_STATE_FATAL", "second"));
        host.onEvent(event("PROCESS_LOG_STDOUT", "third"));

        assertThat(ticks.seen).containsExactly("first");
        assertThat(states.seen).containsExactly("second");
        assertThat(all.seen).containsExactly("first", "second", "third");
    }

    @Test
    void eachIsTheListenerOfItsSectionAndKnowsTheProcessThatItMustNotActOn() {
        ScriptedListener listener = new ScriptedListener(event -> {});

        host(Await.LIMIT, plan("memmon", listener, "TICK"));

        CommandContext context = listener.context.get(0);
        assertThat(context.sharedProcess()).contains(PROCESS);
        assertThat(context.environment())
                .containsEntry("SUPERVISOR_GROUP_NAME", "memmon")
                .containsEntry("SUPERVISOR_PROCESS_NAME", "memmon")
                .containsEntry("SECRET", "of memmon")
                .containsEntry("HOME", "/root");
    }

    @Test
    void oneThatHangsHoldsUpNobodyAndMissesNothing() {
        CountDownLatch hanging = new CountDownLatch(1);
        ScriptedListener hangs = new ScriptedListener(event -> await(hanging));
        ScriptedListener other = new ScriptedListener(event -> {});
        EventMultiplexer host = host(SHORT, plan("hangs", hangs, "EVENT"), plan("other", other, "EVENT"));

        for (String payload : List.of("1", "2", "3")) {
            host.onEvent(event("TICK_5", payload));
            Await.until(payload, () -> other.seen.contains(payload));
        }
        assertThat(hangs.seen).isEmpty();
        hanging.countDown();

        Await.until("all three", () -> hangs.seen.equals(List.of("1", "2", "3")));
    }

    @Test
    void isWaitedForOnlyWhileItIsNotBehind() throws Exception {
        HostedListener listener = new HostedListener(plan("slow", new ScriptedListener(event -> {}), "TICK"));
        EventAck first = new EventAck();
        EventAck second = new EventAck();

        listener.send(event("TICK_5", "1"), first);
        listener.send(event("TICK_5", "2"), second);

        assertThat(first.await(Duration.ZERO)).containsExactly(listener);
        assertThat(second.await(Duration.ZERO)).isEmpty();
    }

    @Test
    void isToldOfWhatWasLostInFrontOfItAndOfWhatDidNotFitIntoItsQueue() {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        ScriptedListener states = new ScriptedListener(event -> {
            if (event.payload().equals("hang")) {
                arrived.countDown();
                await(hanging);
            }
        });
        ScriptedListener ticks = new ScriptedListener(event -> {});
        EventMultiplexer host = host(SHORT, plan("states", states, "EVENT"), plan("ticks", ticks, "TICK"));

        host.onEvent(event("TICK_5", "first"));
        host.onLost(3);
        host.onEvent(event("TICK_5", "second"));
        host.onEvent(event("PROCESS_STATE_FATAL", "hang"));
        await(arrived);
        for (int i = 0; i < EventQueue.MAX_EVENTS + 7; i++) {
            host.onEvent(event("PROCESS_STATE_FATAL", "event " + i));
        }
        hanging.countDown();

        Await.until("the last", () -> states.seen.contains("event " + (EventQueue.MAX_EVENTS + 6)));
        assertThat(states.seen)
                .startsWith("first", "lost 3", "second", "hang", "lost 7", "event 7")
                .hasSize(5 + EventQueue.MAX_EVENTS);
        Await.until("both ticks", () -> ticks.seen.equals(List.of("first", "second")));
    }

    @Test
    void oneThatAFaultEndsIsStartedAgainWithTheEventAndTheOthersAreUntouched() {
        ScriptedListener fragile = new ScriptedListener(new FailingListener("bad", 1));
        ScriptedListener other = new ScriptedListener(event -> {});
        EventMultiplexer host = host(Await.LIMIT, plan("fragile", fragile, "TICK"), plan("other", other, "TICK"));

        host.onEvent(event("TICK_5", "good"));
        host.onEvent(event("TICK_5", "bad"));

        assertThat(fragile.seen).containsExactly("good", "bad");
        assertThat(fragile.lives).hasValue(2);
        assertThat(other.seen).containsExactly("good", "bad");
        assertThat(other.lives).hasValue(1);
    }

    @Test
    void anEventThatEndsItsListenerTwiceIsGivenUpAndTheNextIsHandled() {
        ScriptedListener fragile = new ScriptedListener(new FailingListener("bad", 2));
        EventMultiplexer host = host(Await.LIMIT, plan("fragile", fragile, "TICK"));

        host.onEvent(event("TICK_5", "bad"));
        host.onEvent(event("TICK_5", "good"));

        assertThat(fragile.seen).containsExactly("good");
        assertThat(fragile.lives).hasValue(3);
    }

    @Test
    void oneWithBadOptionsIsNotRunAndIsNotWaitedFor() {
        ScriptedListener good = new ScriptedListener(event -> {});
        ScriptedListener bad = new ScriptedListener(event -> {});
        EventMultiplexer host = host(Await.LIMIT, plan("bad", bad, "TICK", "--nonsense"), plan("good", good, "TICK"));

        host.onEvent(event("TICK_5", "1"));

        assertThat(good.seen).containsExactly("1");
        assertThat(bad.lives).hasValue(1);
    }

    @Test
    void refusesToRunNobody() {
        ScriptedListener bad = new ScriptedListener(event -> {});

        assertThatThrownBy(() -> host(Await.LIMIT, plan("bad", bad, "TICK", "--nonsense")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none of the listeners can run");
    }

    @Test
    void aReloadLeavesAloneWhatIsTheSameAndReplacesTheRest() {
        ScriptedListener same = new ScriptedListener(event -> {});
        ScriptedListener before = new ScriptedListener(event -> {});
        ScriptedListener after = new ScriptedListener(event -> {});
        ScriptedListener removed = new ScriptedListener(event -> {});
        ScriptedListener added = new ScriptedListener(event -> {});
        EventMultiplexer host = host(
                Await.LIMIT,
                plan("same", same, "TICK"),
                plan("changed", before, "TICK"),
                plan("removed", removed, "TICK"));
        host.onEvent(event("TICK_5", "1"));

        host.reload(
                List.of(plan("same", same, "TICK"), plan("changed", after, "TICK"), plan("added", added, "TICK")),
                this::runner);
        host.onEvent(event("TICK_5", "2"));

        assertThat(same.seen).containsExactly("1", "2");
        assertThat(same.lives).hasValue(1);
        assertThat(before.seen).containsExactly("1", "terminated");
        assertThat(after.seen).containsExactly("2");
        assertThat(removed.seen).containsExactly("1", "terminated");
        assertThat(added.seen).containsExactly("2");
    }

    @Test
    void aListenerThatIsReplacedLeavesItsEventsToTheNewOne() {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        ScriptedListener before = new ScriptedListener(event -> {
            arrived.countDown();
            await(hanging);
        });
        ScriptedListener after = new ScriptedListener(event -> {});
        EventMultiplexer host = host(SHORT, plan("x", before, "EVENT"));
        List.of("1", "2", "3").forEach(payload -> host.onEvent(event("PROCESS_STATE_EXITED", payload)));
        await(arrived);

        Thread reload = new Thread(() -> host.reload(List.of(plan("x", after, "EVENT")), this::runner));
        reload.start();
        Await.until("its end", () -> before.seen.contains("terminated"));
        host.onEvent(event("PROCESS_STATE_EXITED", "4"));
        hanging.countDown();

        Await.until("all of them", () -> after.seen.contains("4"));
        assertThat(before.seen).containsExactlyInAnyOrder("1", "terminated");
        assertThat(after.seen).containsExactly("2", "3", "4");
    }

    @Test
    void aReloadWithOneThatCannotRunChangesNothing() {
        ScriptedListener good = new ScriptedListener(event -> {});
        ScriptedListener changed = new ScriptedListener(event -> {});
        ScriptedListener bad = new ScriptedListener(event -> {});
        EventMultiplexer host = host(Await.LIMIT, plan("good", good, "TICK"));

        assertThatThrownBy(() -> host.reload(
                        List.of(plan("good", changed, "TICK"), plan("bad", bad, "TICK", "--nonsense")), this::runner))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("see above for bad");
        host.onEvent(event("TICK_5", "1"));

        assertThat(good.seen).containsExactly("1");
        assertThat(changed.seen).doesNotContain("1");
    }

    @Test
    void endsAllOfThemAndAcknowledgesNothingThatComesThen() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        ScriptedListener one = new ScriptedListener(event -> {});
        ScriptedListener busy = new ScriptedListener(event -> await(hanging));
        EventMultiplexer host = host(Await.LIMIT, plan("one", one, "PROCESS_STATE"), plan("busy", busy, "TICK"));
        Thread protocol = new Thread(() -> host.onEvent(event("TICK_5", "1")));
        protocol.setDaemon(true);
        protocol.start();
        Await.until("the wait for the busy one", () -> protocol.getState() == Thread.State.TIMED_WAITING);

        Thread termination = new Thread(host::close);
        termination.start();
        Await.until("the end of both", () -> one.seen.contains("terminated") && busy.seen.contains("terminated"));
        hanging.countDown();
        termination.join(Await.LIMIT.toMillis());

        assertThat(termination.isAlive()).isFalse();
        Await.until("the wait for the end", () -> protocol.getState() == Thread.State.WAITING);
    }

    private EventMultiplexer host(Duration eventTimeout, ListenerFile.Entry... plans) {
        List<ListenerThread> thread = Arrays.stream(plans).map(this::runner).toList();
        EventMultiplexer host = new EventMultiplexer(thread, eventTimeout, running -> {});
        started.add(host);
        host.start();
        return host;
    }

    private ListenerThread runner(ListenerFile.Entry plan) {
        CommandContext context = new CommandContext(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                Map.of("HOME", "/root", "SUPERVISOR_GROUP_NAME", "superlance"),
                Clock.systemUTC(),
                false,
                false,
                task -> {});
        return new ListenerThread(plan, new HostedListener(plan), context, PROCESS, new RefusedSections(), DELAYS);
    }

    private static ListenerFile.Entry plan(
            String name, SuperlanceSubcommand command, String events, String... arguments) {
        return new ListenerFile.Entry(
                new Namespec(name, name),
                command,
                List.of(arguments),
                List.of(),
                EventSubscription.parse(events),
                Map.of("SECRET", "of " + name),
                Optional.empty());
    }

    private static Event event(String name, String payload) {
        return Event.of(new EventHeader(name, payload.length(), OptionalLong.empty()), payload);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
