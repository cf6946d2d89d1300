package org.superlance.procmon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainLoopTest {

    private static final Duration END = Duration.ofNanos(-1);

    @Test
    void goesOnAfterPassesAndTasksThatFail() throws Exception {
        MainLoop loop = new MainLoop();
        List<String> done = new ArrayList<>();
        loop.execute(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        loop.execute(() -> done.add("task"));

        loop.run(() -> {
            done.add("pass");
            if (done.size() == 1) {
                throw new OutOfMemoryError("Java heap space");
            }
            return END;
        });

        assertThat(done).containsExactly("pass", "task", "pass");
    }
}
