package org.superlance.procmon.child;

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

class ToolsTest {

    private static final int KILLED = 137;

    @Test
    void theKernelKillsAChildWhenWhoeverHasStartedItEnds() throws Exception {
        assertDiesWithItsParent(List.of());
    }

    @Test
    void theKernelDoesSoAlsoWhenTheChildIsSomebodyElse() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may become somebody else");

        assertDiesWithItsParent(List.of("--reuid", "1", "--regid", "1", "--init-groups"));
    }

    @Test
    void oneWarningSaysWhatIsMissing() {
        try (LogLines log = LogLines.of(Tools.class)) {
            Tools tools = Tools.find(new SearchPath(Map.of("PATH", "/nowhere"), Path.of("")));

            assertThat(tools.before(List.of("web", "-p"), List.of())).containsExactly("web", "-p");
            assertThat(tools.setpriv()).isEmpty();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN Install util-linux")
                    .contains("without setsid", "without setpriv");
        }
    }

    /** By a thread that stands for the parent: that is how the kernel sees it. */
    private static void assertDiesWithItsParent(List<String> identity) throws Exception {
        Tools found = Tools.find(new SearchPath(System.getenv(), Path.of("")));
        Tools tools = new Tools(List.of(), Optional.empty(), found.setpriv());
        Exchanger<Process> started = new Exchanger<>();
        CountDownLatch end = new CountDownLatch(1);
        Thread parent = new Thread(() -> {
            try {
                started.exchange(new ProcessBuilder(tools.before(List.of("sleep", "600"), identity)).start());
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
