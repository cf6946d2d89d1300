package org.superlance.listener.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ListenerThreadGroupTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(ListenerThreadGroupTest.class);

    @Test
    void eachLineSaysWhichOfSeveralListenersItIsOf() throws Exception {
        ListenerThreadGroup threads = new ListenerThreadGroup("mem\nmon");

        FutureTask<String> work = new FutureTask<>(ListenerThreadGroupTest::line);
        String worker = of(threads, () -> {
            new Thread(work).start();
            return work.get();
        });

        assertThat(worker).endsWith(" WARN  [mem?mon] restarting web:w1\n");
        assertThat(line()).endsWith(" WARN  restarting web:w1\n");
    }

    @Test
    void oneListenerIsVerboseAndTheOthersAreNot() throws Exception {
        ListenerThreadGroup verbose = new ListenerThreadGroup("verbose");

        of(verbose, () -> {
            LogConfigurator.verbose();
            return "";
        });

        assertThat(logs(verbose, LOG, Level.DEBUG)).isTrue();
        assertThat(logs(new ListenerThreadGroup("other"), LOG, Level.DEBUG)).isFalse();
        assertThat(LOG.isDebugEnabled()).isFalse();
        Logger another = (Logger) LoggerFactory.getLogger("com.example");
        assertThat(logs(verbose, another, Level.INFO)).isFalse();
    }

    private static boolean logs(ListenerThreadGroup threads, Logger logger, Level level) throws Exception {
        return of(threads, () -> logger.isEnabledFor(level));
    }

    private static String line() {
        return new LogConfigurator.Layout()
                .doLayout(new LoggingEvent("", LOG, Level.WARN, "restarting web:w1", null, null));
    }

    private static <T> T of(ThreadGroup group, Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        new Thread(group, future).start();
        return future.get();
    }
}
