package org.superlance.superlance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.event.EventListenerProtocol;
import org.superlance.listener.event.EventListenerProtocol.ProtocolException;
import org.superlance.listener.event.SerialGapDetector;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.superlance.SuperlanceSubcommands.SuperlanceSubcommand;

/** A command that serves events as all do, remembers what it has seen, and does what the test says. */
final class ScriptedListener implements SuperlanceSubcommand, EventListener {

    /** What it was given, in order: payloads, losses, its ends. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    /** How often it was run. */
    final AtomicInteger lives = new AtomicInteger();

    /** Where it was run, in order. */
    final List<CommandContext> context = new CopyOnWriteArrayList<>();

    private final Consumer<Event> script;

    /** @param script called before an event counts as seen; what it throws ends the listener */
    ScriptedListener(Consumer<Event> script) {
        this.script = script;
    }

    @Override
    public int run(CommandContext found, String... arguments) {
        context.add(found);
        lives.incrementAndGet();
        if (arguments.length > 0) {
            found.err().println("scripted: unknown option:  " + arguments[0] + "\nUsage: scripted");
            return 2;
        }
        found.onTermination().accept(() -> seen.add("terminated"));
        try {
            // to this clock, every event comes later than a missing one may
            AtomicLong nanos = new AtomicLong();
            SerialGapDetector losses =
                    new SerialGapDetector(true, () -> nanos.addAndGet(SerialGapDetector.PATIENCE.toNanos()));
            new EventListenerProtocol(found.in(), found.out(), losses).run(() -> this);
            return 0;
        } catch (ProtocolException e) {
            seen.add(e.toString());
            return 1;
        }
    }

    @Override
    public void onEvent(Event event) {
        script.accept(event);
        seen.add(event.payload());
    }

    @Override
    public void onLost(long number) {
        seen.add("lost " + number);
    }
}
