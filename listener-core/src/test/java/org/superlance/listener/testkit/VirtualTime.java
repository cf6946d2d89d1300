package org.superlance.listener.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs scheduled tasks on the test's thread, in the order of their time, without waiting for it. */
public final class VirtualTime extends ScheduledThreadPoolExecutor {

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparing(task -> task.at));
    private final List<Duration> delays = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private Duration slept = Duration.ZERO;

    public VirtualTime() {
        super(0);
    }

    /** How much of it has passed. */
    public Duration now() {
        return now;
    }

    /** After how long each task was to be run, in the order in which they came. */
    public List<Duration> delays() {
        return delays;
    }

    /** A clock in UTC that goes with it. */
    public Clock clock(Instant start) {
        return new Clock() {
            @Override
            public Instant instant() {
                return start.plus(now).plus(slept);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("this clock is in UTC");
            }
        };
    }

    /** The machine sleeps: its clock goes on, and no task comes nearer. */
    public void sleep(Duration time) {
        slept = slept.plus(time);
    }

    /** Runs what is due until that much time has passed, or nothing is left to do. */
    public void pass(Duration time) {
        Duration end = now.plus(time);
        while (!tasks.isEmpty() && tasks.peek().at.compareTo(end) <= 0) {
            Task task = tasks.remove();
            now = task.at;
            task.run();
        }
        now = end;
    }

    /** Runs what is due, one task after the other, until that holds. */
    public void passUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Task task = tasks.remove();
            now = task.at;
            task.run();
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Duration wait = Duration.of(delay, unit.toChronoUnit());
        delays.add(wait);
        Task task = new Task(command, now.plus(wait));
        tasks.add(task);
        return task;
    }

    private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final Duration at;

        Task(Runnable command, Duration at) {
            super(command, null);
            this.at = at;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
