package org.superlance.procmon.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.TestCommand;

class SignalTrapTest {

    @Test
    void runsTheTaskForEachSignal() {
        AtomicInteger times = new AtomicInteger();

        assertThat(SignalTrap.set("WINCH", times::incrementAndGet)).isTrue();

        for (int sent = 1; sent <= 2; sent++) {
            int expected = sent;
            TestCommand.output(List.of(
                    "kill", "-WINCH", Long.toString(ProcessHandle.current().pid())));
            // a terminal sends it too, when its window changes
            Await.until("signal " + sent, () -> times.get() >= expected);
        }
    }

    @Test
    void reportsAnUnsupportedSignal() {
        assertThat(SignalTrap.set("NONSENSE", () -> {})).isFalse();
        assertThat(SignalTrap.set("KILL", () -> {})).isFalse();
    }
}
