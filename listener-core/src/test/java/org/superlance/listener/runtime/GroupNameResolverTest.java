package org.superlance.listener.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.silence;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.EventHeader;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.runtime.EventListenerRunner.EventService;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.ScriptedSupervisor;

class GroupNameResolverTest {

    private final ScriptedSupervisor supervisor = new ScriptedSupervisor();
    private final Deque<Runnable> worker = new ArrayDeque<>();
    private final List<String> seen = new ArrayList<>();
    private final GroupNameResolver resolver = new GroupNameResolver(new Recorder(), supervisor, worker::add);

    @Test
    void leavesAnEventAsItIsThatNamesItsGroup() {
        resolver.onEvent(event("web", "w1", 0));

        assertThat(seen).containsExactly("web:w1");
        assertThat(worker).isEmpty();
    }

    @Test
    void keepsEventsInOrderUntilTheListIsRead() {
        supervisor.answers("processes", done(List.of(process("web:w1", 7), process("db:d1", 8))));

        resolver.onEvent(event("", "w1", 0));
        resolver.onEvent(tick());
        resolver.onLost(3);
        resolver.onEvent(event("", "d1", 0));
        assertThat(seen).isEmpty();
        worker.remove().run();
        resolver.onEvent(event("", "w1", 0));

        assertThat(seen).containsExactly("web:w1", "TICK_5", "lost 3", "db:d1", "web:w1");
        assertThat(supervisor.calls()).hasSize(1);
    }

    @Test
    void readsTheListAgainForANameThatItDoesNotHave() {
        supervisor
                .answers("processes", done(List.of(process("web:w1", 7))))
                .answers("processes", done(List.of(process("web:w1", 7), process("new:n1", 9))));

        resolver.onEvent(event("", "w1", 0));
        worker.remove().run();
        resolver.onEvent(event("", "n1", 0));
        worker.remove().run();
        resolver.onEvent(event("", "listener", 0));
        worker.remove().run();

        assertThat(seen).containsExactly("web:w1", "new:n1", "listener:listener");
    }

    @Test
    void knowsOneOfTheSameNameByItsPidElseByItsGroup() {
        supervisor.answers(
                "processes", done(List.of(process("blue:app", 7), process("app:app", 8), process("green:app", 9))));

        resolver.onEvent(event("", "app", 9));
        worker.remove().run();
        resolver.onEvent(event("", "app", 5));

        assertThat(seen).containsExactly("green:app", "app:app");
    }

    @Test
    void takesTheNameForTheGroupWhereTheListCannotBeReadOrTheListenerEnds() {
        supervisor.answers("processes", silence(false));

        resolver.onEvent(event("", "w1", 0));
        worker.remove().run();
        resolver.onEvent(event("", "w2", 0));
        resolver.close();

        assertThat(seen).containsExactly("w1:w1", "w2:w2", "closed");
    }

    private static Event event(String group, String name, long pid) {
        EventHeader header = new EventHeader("PROCESS_STATE_RUNNING", 0, OptionalLong.empty());
        return Event.of(
                header,
                "processname:" + name + " groupname:" + group + " from_state:Starting pid:" + (pid == 0 ? "" : pid));
    }

    private static Event tick() {
        return Event.of(new EventHeader("TICK_5", 0, OptionalLong.empty()), "when:5");
    }

    private static ProcessInfo process(String name, long pid) {
        Instant now = Instant.EPOCH;
        return new ProcessInfo(Namespec.parse(name), ProcessState.RUNNING, pid, now, now, now, 0, "", "", "");
    }

    private final class Recorder implements EventService {

        @Override
        public void start() {}

        @Override
        public void onEvent(Event event) {
            seen.add(
                    event instanceof ProcessStateEvent change
                            ? change.process().toString()
                            : event.header().eventName());
        }

        @Override
        public void onLost(long number) {
            seen.add("lost " + number);
        }

        @Override
        public void close() {
            seen.add("closed");
        }
    }
}
