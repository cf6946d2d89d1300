package org.superlance.listener.crash.batch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.crash.FailureStates;
import org.superlance.listener.crash.FailureStates.Over;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.AlertBook.Audience;
import org.superlance.listener.notify.NotificationConfig.Receiver;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.pause.Pauses;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/**
 * What lasts of what is told in batches: programs that are FATAL. Machines are told of each by itself and at once; all
 * others are told together, of the begin by the batch, and of what lasts still, and of the end, from here. For one thread.
 */
public final class BatchStates {

    private static final Logger LOG = LoggerFactory.getLogger(BatchStates.class);
    private static final int MAX_LINES = 500;
    private static final int MAX_NAME_LENGTH = 200;

    private final AlertBook book;
    private final FailureStates states;
    private final NotificationQueue queue;
    private final InstantSource steady;
    private final Pauses pauses;

    /**
     * @param queue whom to tell together
     * @param steady a clock that nobody sets
     */
    public BatchStates(AlertBook book, FailureStates states, NotificationQueue queue, InstantSource steady) {
        this(book, states, queue, steady, Pauses.none());
    }

    /** @param pauses people are told of nothing about programs that are paused */
    public BatchStates(
            AlertBook book, FailureStates states, NotificationQueue queue, InstantSource steady, Pauses pauses) {
        this.pauses = pauses;
        this.book = book;
        this.states = states;
        this.queue = queue;
        this.steady = steady;
    }

    /** What the alerts have in common. */
    record Common(String command, String host, String subject) {}

    /** Tells people of a batch; machines know what lasts of it. */
    void tell(Alert batch, Collection<QueuedFailure> members) {
        boolean last = members.stream()
                .allMatch(member -> states.isState(member.failure().type()));
        queue.accept(batch, receiver -> !last || !Receiver.keepsStates(receiver));
    }

    /** Whether it was told before that the program is in that state: what began it is told once more than never. */
    boolean isKnown(QueuedFailure queued) {
        ProcessFailure failure = queued.failure();
        String what = failure.type().name();
        return states.isState(failure.type())
                && book.find(what, failure.process().group(), failure.process().name())
                        .filter(state -> !state.begin().id().equals(queued.id()))
                        .isPresent()
                && book.seenAgain(
                        what, failure.process().group(), failure.process().name());
    }

    /** Tells machines of a program. */
    void begin(QueuedFailure queued, Common common, String line) {
        ProcessFailure failure = queued.failure();
        if (!states.isState(failure.type())) {
            return;
        }
        Map<String, String> labels = new HashMap<>();
        labels.put("command", common.command());
        labels.put("host", common.host());
        labels.put("group", failure.process().group());
        labels.put("process", failure.process().name());
        labels.put("event", failure.type().name());
        labels.put("severity", failure.type().severity());
        Alert alert = new Alert(queued.id(), failure.time(), common.subject() + ": " + failure.process(), line, labels);
        book.begin(failure.type().name(), alert, Audience.MACHINES);
    }

    /** The same where people were told of all begins that they are to be told of. */
    void look(Common common, boolean waiting, Instant now) {
        look(common, waiting, List.of(), now, (queued, clause) -> {});
    }

    /**
     * Tells of what is over, and of what lasts for so long that people are to be reminded.
     *
     * @param waiting whether people were not told of all begins yet: the ends wait for that
     * @param begun those of which people were not told yet, though of some only because they are paused
     * @param paused takes over what began and ended while the program was paused, with a clause of what became of it
     */
    void look(
            Common common,
            boolean waiting,
            List<QueuedFailure> begun,
            Instant now,
            BiConsumer<QueuedFailure, String> paused) {
        for (Over found : states.findOver(steady.instant())) {
            String lasted =
                    Durations.format(Duration.between(found.state().begin().since(), now));
            String line = "Process " + TextSanitizer.singleLine(found.name().toString(), MAX_NAME_LENGTH) + " "
                    + found.reason().clause() + "; FATAL for " + lasted;
            LOG.info("{}", line);
            Optional<QueuedFailure> untold = begun.stream()
                    .filter(queued -> pauses.isPaused(found.name()))
                    .filter(queued -> queued.id().equals(found.state().begin().id()))
                    .findFirst();
            if (untold.isPresent()) {
                paused.accept(untold.get(), found.reason().clause());
                book.end(found.state(), line, line);
                continue;
            }
            book.endAlone(
                    found.state(),
                    common.subject() + ": " + found.name() + " "
                            + found.reason().clause(),
                    line);
        }
        List<OpenState> over = waiting ? List.of() : told(book.ended());
        if (!over.isEmpty()) {
            List<String> lines = over.stream().map(OpenState::note).toList();
            accept(id(over), common, "over for " + programs(over.size()), lines, now, Map.of("state", "resolved"));
            book.forgetEnded(over);
        }
        List<OpenState> due = told(book.takeDue(Audience.MACHINES));
        if (!due.isEmpty()) {
            List<String> lines = due.stream()
                    .map(state -> "Process " + state.group() + ":" + state.process() + " has been "
                            + state.what() + " for "
                            + Durations.format(Duration.between(state.begin().since(), now)))
                    .toList();
            accept(UUID.randomUUID().toString(), common, programs(lines.size()) + " still FATAL", lines, now, Map.of());
        }
    }

    private List<OpenState> told(List<OpenState> states) {
        List<OpenState> told = new ArrayList<>(states);
        told.removeIf(state -> pauses.isPaused(new Namespec(state.group(), state.process())));
        return told;
    }

    /** Whether it lasts, and is not only something that happens. */
    boolean isState(ProcessFailure failure) {
        return states.isState(failure.type());
    }

    /** The same ends, the same id: a listener that is killed meanwhile tells them as one. */
    private static String id(List<OpenState> over) {
        String ids = over.stream().map(state -> state.begin().id()).sorted().collect(Collectors.joining("\n"));
        return Alert.derivedId("over\n" + ids);
    }

    private void accept(
            String id, Common common, String what, List<String> lines, Instant now, Map<String, String> more) {
        Map<String, String> labels = new HashMap<>(more);
        labels.put("command", common.command());
        labels.put("host", common.host());
        labels.put("event", "FATAL");
        labels.put("severity", "critical");
        String text = lines.stream().limit(MAX_LINES).collect(Collectors.joining("\n"))
                + (lines.size() > MAX_LINES ? "\nand " + (lines.size() - MAX_LINES) + " more" : "") + "\n\nHost: "
                + common.host() + "\n";
        queue.accept(
                new Alert(id, now, common.subject() + ": " + what, text, labels),
                receiver -> !Receiver.keepsStates(receiver));
    }

    private static String programs(int number) {
        return number == 1 ? "1 program" : number + " programs";
    }
}
