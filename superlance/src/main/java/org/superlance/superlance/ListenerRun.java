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
import org.superlance.superlance.HostedListener.EventQueue.Numbered;

/** One run of a listener's command, from its start to its exit status. */
final class ListenerRun {

    private final ListenerFile.Entry entry;
    private final ListenerThreadGroup threads;
    private final EventInputStream input = new EventInputStream();
    private final ListenerOutputParser output;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final List<Runnable> shutdownTasks = new CopyOnWriteArrayList<>();
    private final CommandContext context;

    /**
     * @param threads the thread group of the listener; this runs on one of its threads
     * @param host the context of the process
     * @param process the process's name, which the listener must not act on
     * @param handler gets the listener's output; also the lock held meanwhile
     */
    ListenerRun(
            ListenerFile.Entry entry,
            ListenerThreadGroup threads,
            CommandContext host,
            Namespec process,
            ListenerOutputParser.Handler handler) {
        this.entry = entry;
        this.threads = threads;
        this.output = new ListenerOutputParser(handler);
        this.context = new CommandContext(
                input,
                new ListenerOutputStream(handler, output),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                environment(host),
                entry.zone().map(host.clock()::withZone).orElse(host.clock()),
                false,
                false,
                false,
                shutdownTasks::add,
                host.exit(),
                Optional.of(process),
                Optional.empty(),
                List.of(),
                host.locks());
    }

    /** Runs the command until it exits or fails. */
    ListenerExit run() {
        try {
            int status = entry.command().run(context, entry.arguments().toArray(String[]::new));
            return new ListenerExit(status, Optional.empty(), firstLine());
        } catch (Throwable fault) { // any failure concerns this listener alone
            threads.interrupt();
            return new ListenerExit(ExitStatus.FAILED, Optional.of(fault), firstLine());
        } finally {
            Thread.interrupted();
        }
    }

    /** Sends an event to the listener, which must be ready. */
    void send(Numbered event) {
        output.onEventSent();
        long serial = event.serial();
        String eventName = event.event().header().eventName();
        input.put(Event.encode(
                "supervisor",
                event.event().header().serial().orElse(serial),
                entry.name().group(),
                serial,
                eventName,
                event.event().payload()));
    }

    /** Stops the listener after its work in progress. Does not wait for that. */
    void stop() {
        Threads.daemon(threads, "termination", this::runShutdownTasks).start();
    }

    private void runShutdownTasks() {
        try {
            shutdownTasks.forEach(Runnable::run);
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(ListenerRun.class).error("internal error in a shutdown task", e);
        } finally {
            input.end();
        }
    }

    private Map<String, String> environment(CommandContext host) {
        Map<String, String> environment = new HashMap<>(host.environment());
        environment.putAll(entry.environment());
        environment.put("SUPERVISOR_PROCESS_NAME", entry.name().name());
        environment.put("SUPERVISOR_GROUP_NAME", entry.name().group());
        return environment;
    }

    private String firstLine() {
        return errors.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }

    /** The stdin of a listener. Holds one event at a time, because a listener that is not ready gets none. */
    static final class EventInputStream extends InputStream {

        private byte[] event = new byte[0];
        private int at;
        private boolean ended;

        /** Adds the next event; the previous one must have been read. */
        synchronized void put(byte[] next) {
            if (at < event.length) {
                throw new IllegalStateException("the previous event has not been read");
            }
            event = next.clone();
            at = 0;
            notifyAll();
        }

        /** Ends the stream after its content. */
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

        /** False at the end of the stream. */
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

    /** The stdout of a listener. It is parsed on the listener's thread. */
    private static final class ListenerOutputStream extends OutputStream {

        private final Object lock;
        private final ListenerOutputParser output;

        /** @param lock held while the handler of the parser is called */
        ListenerOutputStream(Object lock, ListenerOutputParser output) {
            this.lock = lock;
            this.output = output;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (lock) {
                output.accept(bytes, offset, length);
            }
        }
    }

    /**
     * How a run has ended.
     *
     * @param status the exit status
     * @param fault the exception that ended it; empty after a regular exit
     * @param message the first line it wrote to stderr
     */
    record ListenerExit(int status, Optional<Throwable> fault, String message) {

        /** For the logger, which takes null for none. */
        @Nullable
        Throwable trace() {
            return fault.orElse(null);
        }

        /** For the log. */
        String sentence() {
            if (fault.isPresent()) {
                return "failed with " + fault.get();
            }
            return message.isEmpty() ? "exited with status " + status : message;
        }
    }
}
