package org.superlance.procmon.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;

class SpawnHelpersTest {

    private static final int KILLED = 137;

    @Test
    void theKernelKillsAChildWithItsParent() throws Exception {
        assertDiesWithItsParent(List.of());
    }

    @Test
    void theKernelKillsAChildOfAnotherUserWithItsParent() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may become somebody else");

        assertDiesWithItsParent(List.of("--reuid", "1", "--regid", "1", "--init-groups"));
    }

    @Test
    void logsMissingToolsInOneWarning() {
        try (LogLines log = LogLines.of(SpawnHelpers.class)) {
            SpawnHelpers helpers =
                    SpawnHelpers.find(new SearchPath(Map.of("PATH", "/nowhere"), Path.of("")), List.of());

            assertThat(helpers.wrap(List.of("web", "-p"), List.of())).containsExactly("web", "-p");
            assertThat(helpers.setpriv()).isEmpty();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN install util-linux")
                    .contains("without setsid", "without setpriv");
        }
    }

    /** By a thread that stands for the parent: that is how the kernel sees it. */
    private static void assertDiesWithItsParent(List<String> identity) throws Exception {
        SpawnHelpers found = SpawnHelpers.find(new SearchPath(System.getenv(), Path.of("")), List.of());
        SpawnHelpers helpers = new SpawnHelpers(List.of(), List.of(), Optional.empty(), found.setpriv());
        Exchanger<Process> started = new Exchanger<>();
        CountDownLatch end = new CountDownLatch(1);
        Thread parent = new Thread(() -> {
            try {
                started.exchange(new ProcessBuilder(helpers.wrap(List.of("sleep", "600"), identity)).start());
                end.await();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        parent.start();
        Process child = started.exchange(null, Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
        Await.until("the sleep", () -> isSleep(child));

        end.countDown();

        assertThat(child.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(KILLED);
    }

    private static boolean isSleep(Process process) {
        return process.info().command().orElse("").endsWith("sleep");
    }
}
