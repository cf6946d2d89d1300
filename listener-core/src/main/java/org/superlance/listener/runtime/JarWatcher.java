package org.superlance.listener.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.superlance.listener.util.Threads;

/**
 * Looks whether the JAR of this process was overwritten, and tells of it once its new content is complete, so that a process
 * that is started then finds all of it. Its thread needs no class later that it has not needed at its start.
 */
final class JarWatcher implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration COPY_INTERVAL = Duration.ofSeconds(1);
    private static final long STACK_SIZE = 256 << 10;

    private final InstalledJar jar;
    private final Duration interval;
    private final Consumer<Path> whenOverwritten;
    private final CountDownLatch closed = new CountDownLatch(1);

    private JarWatcher(InstalledJar jar, Duration interval, Consumer<Path> whenOverwritten) {
        this.jar = jar;
        this.interval = interval;
        this.whenOverwritten = whenOverwritten;
    }

    /**
     * Begins to look, on a thread of its own.
     *
     * @param whenOverwritten called at most once, on that thread
     */
    static JarWatcher start(InstalledJar jar, Consumer<Path> whenOverwritten) {
        return start(jar, INTERVAL, whenOverwritten);
    }

    static JarWatcher start(InstalledJar jar, Duration interval, Consumer<Path> whenOverwritten) {
        JarWatcher watcher = new JarWatcher(jar, interval, whenOverwritten);
        Threads.start("jar-watcher", watcher::watch, STACK_SIZE);
        return watcher;
    }

    private void watch() {
        try {
            // the first look also loads what the others need
            while (!jar.isOverwritten()) {
                if (isClosedWithin(interval)) {
                    return;
                }
            }
            Optional<InstalledJar> before = Optional.empty();
            Optional<InstalledJar> now = InstalledJar.of(jar.path());
            while (before.isEmpty() || now.isEmpty() || !now.get().isSameAs(before.get())) {
                if (isClosedWithin(COPY_INTERVAL)) {
                    return;
                }
                before = now;
                now = InstalledJar.of(jar.path());
            }
            whenOverwritten.accept(jar.path());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosedWithin(Duration duration) throws InterruptedException {
        return closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends it; does not wait for that. */
    @Override
    public void close() {
        closed.countDown();
    }
}
