package org.superlance.listener.util;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker threads of a listener. Logs the exception that ends a task. All threads are made at the start: where one could
 * not be made later, a task would wait for it without end. With at least one it works; what is missing then is tried
 * again once a minute, after a task.
 *
 * <p>Like a {@link java.util.concurrent.ScheduledThreadPoolExecutor} that removes what is cancelled. That one waits for a
 * {@code Condition}, which loads the fork-join pool of the JDK and whatever it needs: some 0.3 MB in each listener.
 * Threads wait for a monitor here.
 */
public final class ListenerExecutor extends AbstractExecutorService implements ScheduledExecutorService {

    private static final long GROWTH_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Far enough for any task, and near enough for times to be compared by their difference. */
    private static final long MAX_DELAY_NANOS = Long.MAX_VALUE >> 1;

    /** Of what is run and not called; nobody asks for it. */
    private static final Boolean NO_RESULT = Boolean.TRUE;

    private final int wanted;
    private final ThreadFactory factory;
    private volatile long nextGrowth;
    private volatile boolean shutdown;

    /** Only workers wait for it. */
    private final Object monitor = new Object();
    // guarded by the monitor:
    /** Does not take memory for a task that is repeated: it has had a place before. */
    private final PriorityQueue<Task<?>> queue = new PriorityQueue<>();

    private final List<Thread> threads = new ArrayList<>();
    private long sequence;
    /** Waits until the first task is due; the others wait until they are needed. */
    private @Nullable Thread leader;

    private boolean stopped;

    private ListenerExecutor(int wanted, ThreadFactory factory) {
        this.wanted = wanted;
        this.factory = factory;
    }

    /**
     * One that has so many threads.
     *
     * @throws OutOfMemoryError if not even one can be made
     */
    public static ScheduledExecutorService start(int threads) {
        return start(threads, Threads.numbered("worker"));
    }

    static ScheduledExecutorService start(int threads, ThreadFactory factory) {
        ListenerExecutor executor = new ListenerExecutor(threads, factory);
        executor.needThread();
        executor.grow();
        return executor;
    }

    /** One of a single thread, which is made for the first task; what gives it that task gets the error if it cannot be made. */
    public static ScheduledExecutorService onDemand(String threadName) {
        return new ListenerExecutor(1, Threads.factory(threadName));
    }

    // ---- threads ----

    private void needThread() {
        synchronized (monitor) {
            if (threads.isEmpty() && !shutdown) {
                addThread();
            }
        }
    }

    private void addThread() {
        Thread thread = factory.newThread(this::work);
        threads.add(thread);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            threads.remove(thread);
            throw e;
        }
    }

    /** Makes the missing threads, or goes on with those that there are. */
    private void grow() {
        int there;
        String problem;
        synchronized (monitor) {
            try {
                while (threads.size() < wanted && !shutdown) {
                    addThread();
                }
                return;
            } catch (OutOfMemoryError e) {
                nextGrowth = System.nanoTime() + GROWTH_INTERVAL_NANOS;
                there = threads.size();
                problem = VmErrors.sentence(e);
            }
        }
        log().warn("{} of {} worker threads: {}", there, wanted, problem);
    }

    private boolean hasAllThreads() {
        synchronized (monitor) {
            return threads.size() >= wanted;
        }
    }

    private void work() {
        for (Task<?> task = next(); task != null; task = next()) {
            try {
                task.run();
                if (!hasAllThreads() && System.nanoTime() - nextGrowth >= 0) {
                    grow();
                }
            } catch (RuntimeException | VirtualMachineError | LinkageError e) {
                // not even a line is possible now
            }
        }
    }

    /** Waits for a task that is due; null at the end. */
    private @Nullable Task<?> next() {
        Thread self = Thread.currentThread();
        synchronized (monitor) {
            while (!stopped && !(shutdown && queue.isEmpty())) {
                Task<?> first = queue.peek();
                if (first != null && first.nanosLeft() <= 0) {
                    return take();
                }
                try {
                    if (first == null || leader != null) {
                        monitor.wait();
                    } else {
                        leader = self;
                        TimeUnit.NANOSECONDS.timedWait(monitor, Math.max(1, first.nanosLeft()));
                    }
                } catch (InterruptedException e) {
                    // at the end, or meant for a task that is over
                } finally {
                    if (leader == self) {
                        leader = null;
                    }
                }
            }
            threads.remove(self);
            return null;
        }
    }

    private @Nullable Task<?> take() {
        Task<?> task = queue.poll();
        if (queue.isEmpty()) {
            endIfOver();
        } else if (leader == null) {
            monitor.notify();
        }
        // meant for the task before
        Thread.interrupted();
        return task;
    }

    // ---- tasks ----

    private <T extends Task<?>> T add(T task) {
        synchronized (monitor) {
            if (shutdown) {
                throw new RejectedExecutionException("ended");
            }
            needThread();
            queue.add(task);
            wakeFor(task);
        }
        return task;
    }

    private void repeat(Task<?> task) {
        synchronized (monitor) {
            if (shutdown) {
                task.cancel(false);
            } else if (!task.isCancelled()) {
                queue.add(task);
                wakeFor(task);
            }
        }
    }

    private void wakeFor(Task<?> task) {
        if (queue.peek() == task) {
            leader = null;
            monitor.notify();
        }
    }

    private void remove(Task<?> task) {
        synchronized (monitor) {
            queue.remove(task);
            endIfOver();
        }
    }

    private void endIfOver() {
        if (shutdown && queue.isEmpty()) {
            monitor.notifyAll();
        }
    }

    @Override
    public void execute(Runnable command) {
        Task<?> unused = add(command instanceof Task<?> task ? task : new Task<>(toCallable(command, NO_RESULT), 0, 0));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return add(new Task<>(toCallable(command, NO_RESULT), unit.toNanos(delay), 0));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(new Task<>(callable, unit.toNanos(delay), 0));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return add(new Task<>(toCallable(command, NO_RESULT), unit.toNanos(initialDelay), unit.toNanos(period)));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return add(new Task<>(toCallable(command, NO_RESULT), unit.toNanos(initialDelay), -unit.toNanos(delay)));
    }

    @Override
    protected <V> RunnableFuture<V> newTaskFor(Callable<V> callable) {
        return new Task<>(callable, 0, 0);
    }

    @Override
    protected <V> RunnableFuture<V> newTaskFor(Runnable command, V result) {
        return newTaskFor(toCallable(command, result));
    }

    private static <V> Callable<V> toCallable(Runnable command, V result) {
        return () -> {
            command.run();
            return result;
        };
    }

    // ---- end ----

    /** Nothing is repeated any more, and what has been asked for is done at its time. */
    @Override
    public void shutdown() {
        synchronized (monitor) {
            shutdown = true;
            for (Task<?> task : List.copyOf(queue)) {
                if (task.isRepeated()) {
                    task.cancel(false);
                }
            }
            monitor.notifyAll();
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        synchronized (monitor) {
            shutdown = true;
            stopped = true;
            List<Runnable> left = new ArrayList<>(queue);
            queue.clear();
            threads.forEach(Thread::interrupt);
            monitor.notifyAll();
            return left;
        }
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        synchronized (monitor) {
            return shutdown && threads.isEmpty();
        }
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + Math.min(unit.toNanos(timeout), MAX_DELAY_NANOS);
        for (Thread thread : threads()) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
        }
        return isTerminated();
    }

    private List<Thread> threads() {
        synchronized (monitor) {
            return List.copyOf(threads);
        }
    }

    /** The future keeps the exception until somebody asks; nobody does, and a repeated task would stop silently. */
    private static void log(Throwable fault) {
        try {
            log().error("{}", sentence(fault), fault);
        } catch (LinkageError e) {
            // not even a line is possible where the JAR was overwritten, and then JarWatcher says so
        }
    }

    private static String sentence(Throwable fault) {
        return fault instanceof OutOfMemoryError
                ? "task given up: " + VmErrors.sentence(fault)
                : "internal error in a task; restart this listener to run it again";
    }

    private static Logger log() {
        return LoggerFactory.getLogger(ListenerExecutor.class);
    }

    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {

        /** In ns: 0 if it runs once, positive from start to start, negative from end to start. */
        private final long period;
        /** Of {@link System#nanoTime()}. Changes only while it is not queued. */
        private long due;

        private final long number;

        Task(Callable<V> callable, long delay, long period) {
            super(callable);
            this.period = period;
            this.due = System.nanoTime() + clamped(delay);
            synchronized (monitor) {
                number = sequence++;
            }
        }

        private static long clamped(long delay) {
            return Math.max(0, Math.min(delay, MAX_DELAY_NANOS));
        }

        boolean isRepeated() {
            return period != 0;
        }

        long nanosLeft() {
            return due - System.nanoTime();
        }

        @Override
        public void run() {
            if (!isRepeated()) {
                super.run();
            } else if (runAndReset()) {
                due = period > 0 ? due + period : System.nanoTime() + clamped(-period);
                repeat(this);
            }
        }

        @Override
        protected void setException(Throwable fault) {
            super.setException(fault);
            log(fault);
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                remove(this);
            }
            return cancelled;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(nanosLeft(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Task<?> task = (Task<?>) other;
            long difference = due - task.due;
            return difference != 0 ? Long.signum(difference) : Long.compare(number, task.number);
        }
    }
}
