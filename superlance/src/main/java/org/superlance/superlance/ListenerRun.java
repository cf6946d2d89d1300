package org.superlance.superlance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.ListenerOutputParser;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.logging.ListenerThreadGroup;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Threads;
import org.superlance.superlance.EventQueue.Numbered;

/** One run of a listener's command, from its first READY to its exit status. */
final class ListenerRun {

    private final ListenerFile.Entry plan;
    private final ListenerThreadGroup threads;
    private final EventInputStream feed = new EventInputStream();
    private final ListenerOutputParser answers;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final List<Runnable> lastTasks = new CopyOnWriteArrayList<>();
    private final CommandContext context;

    /**
     * @param threads the listener's own, on one of which this is run
     * @param host those of the process
     * @param process the process's name, which the listener must not act on
     * @param handler is told what the listener answers; also the lock that is held meanwhile
     */
    ListenerRun(
            ListenerFile.Entry plan,
            ListenerThreadGroup threads,
            CommandContext host,
            Namespec process,
            ListenerOutputParser.Handler handler) {
        this.plan = plan;
        this.threads = threads;
        this.answers = new ListenerOutputParser(handler);
        this.context = new CommandContext(
                feed,
                new ListenerOutputStream(handler, answers),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                environment(host),
                plan.zone().map(host.clock()::withZone).orElse(host.clock()),
                false,
                false,
                lastTasks::add,
                Optional.of(process));
    }

    /** Runs the command until it ends, whatever ends it. */
    ListenerExit run() {
        try {
            int status = plan.command().run(context, plan.arguments().toArray(String[]::new));
            return new ListenerExit(status, Optional.empty(), firstLine());
        } catch (Throwable fault) { // whatever it is, it is this listener's and not the others'
            threads.interrupt();
            return new ListenerExit(ExitStatus.FAILED, Optional.of(fault), firstLine());
        } finally {
            Thread.interrupted();
        }
    }

    /** Gives an event to the listener, which has said that it is ready. */
    void send(Numbered event) {
        answers.onEventSent();
        long serial = event.serial();
        String eventName = event.event().header().eventName();
        feed.put(Event.encode(
                "supervisor",
                serial,
                plan.name().group(),
                serial,
                eventName,
                event.event().payload()));
    }

    /** Has the listener finish what is under way and end. Does not wait for it. */
    void stop() {
        Threads.daemon(threads, "termination", this::runShutdownTasks).start();
    }

    private void runShutdownTasks() {
        try {
            lastTasks.forEach(Runnable::run);
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(ListenerRun.class).error("could not finish what is under way", e);
        } finally {
            feed.end();
        }
    }

    private Map<String, String> environment(CommandContext host) {
        Map<String, String> environment = new HashMap<>(host.environment());
        environment.putAll(plan.environment());
        environment.put("SUPERVISOR_PROCESS_NAME", plan.name().name());
        environment.put("SUPERVISOR_GROUP_NAME", plan.name().group());
        return environment;
    }

    private String firstLine() {
        return said.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }

    /** What a listener reads its events from. One event at a time is in it, because a listener that is not ready gets none. */
    static final class EventInputStream extends InputStream {

        private byte[] event = new byte[0];
        private int at;
        private boolean ended;

        /** The next event; the one before must have been read. */
        synchronized void put(byte[] next) {
            if (at < event.length) {
                throw new IllegalStateException("the event before has not been read");
            }
            event = next.clone();
            at = 0;
            notifyAll();
        }

        /** Nothing follows what is in it. */
        synchronized void end() {
            ended = true;
            notifyAll();
        }

        @Override
        public synchronized int read() throws InterruptedIOException {
            return await() ? event[at++] & 0xFF : -1;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) throws InterruptedIOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length == 0) {
                return 0;
            }
            if (!await()) {
                return -1;
            }
            int count = Math.min(length, event.length - at);
            System.arraycopy(event, at, bytes, offset, count);
            at += count;
            return count;
        }

        @Override
        public synchronized int available() {
            return event.length - at;
        }

        /** False when nothing more comes. */
        private boolean await() throws InterruptedIOException {
            try {
                while (at == event.length && !ended) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for an event");
            }
            return at < event.length;
        }
    }

    /** The stdout of a listener in this process. What it writes is understood on its own thread. */
    private static final class ListenerOutputStream extends OutputStream {

        private final Object lock;
        private final ListenerOutputParser answers;

        /** @param lock held while what was written is told to the recipient of the answers */
        ListenerOutputStream(Object lock, ListenerOutputParser answers) {
            this.lock = lock;
            this.answers = answers;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (lock) {
                answers.accept(bytes, offset, length);
            }
        }
    }

    /**
     * How a listener's life has ended.
     *
     * @param status the exit status
     * @param fault what has ended it, if it did not end by itself
     * @param message the first line of what it had to say to people
     */
    record ListenerExit(int status, Optional<Throwable> fault, String message) {

        /** For the log, which takes null for none. */
        @Nullable
        Throwable trace() {
            return fault.orElse(null);
        }

        /** For people. */
        String sentence() {
            if (fault.isPresent()) {
                return "it has ended by " + fault.get();
            }
            return message.isEmpty() ? "it ended with status " + status : message;
        }
    }
}
