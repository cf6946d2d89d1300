package org.superlance.listener.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.NotificationConfig.AlertLife;
import org.superlance.listener.notify.NotificationConfig.Receiver;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.TextSanitizer;

/**
 * The states that people were told of and that are not over: a program that is FATAL, a URL that fails. The begin of a
 * state is told once, however often it is seen; then come reminders, and the end, which is told to whoever was told of the
 * begin. Each state is a file in the state directory, so that the next life of the listener goes on with it. Where it cannot
 * be kept, it is told rather than not told.
 *
 * <p>Thread-safe. Waits for nothing slower than the local disk.
 */
public final class AlertBook {

    /** How many states are kept; what comes beyond is told each time. */
    static final int MAX_STATES = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(AlertBook.class);
    private static final int MAX_SUBJECT_LENGTH = 1_000;
    private static final int MAX_TEXT_LENGTH = 8 << 10;

    private final StateFiles files;
    private final StateFiles ended;
    private final NotificationQueue queue;
    private final AlertLife life;
    private final String listener;
    private final InstantSource clock;
    private final Map<String, OpenState> open = new LinkedHashMap<>();
    /** What was over without that everybody was told, by the id of its end. */
    private final Map<String, OpenState> over = new LinkedHashMap<>();

    private final LogOnce full = new LogOnce();
    /** Null when it must be made anew. */
    private @Nullable List<Alert> standing;

    /**
     * A book that is empty until it is loaded.
     *
     * @param directory where the states are kept; empty to keep them in memory
     * @param queue whom to tell
     * @param listener group and name in supervisord, which identify a state that is of no process; empty if it has none
     */
    public AlertBook(
            Optional<SpoolDirectory<OpenState>> directory,
            NotificationQueue queue,
            AlertLife life,
            String listener,
            InstantSource clock) {
        this.files = new StateFiles(directory);
        this.ended = new StateFiles(directory.map(states -> states.subdirectory("over")));
        this.queue = queue;
        this.life = life;
        this.listener = listener;
        this.clock = clock;
    }

    /** A book that ends with the listener. */
    public static AlertBook inMemory(NotificationQueue queue, InstantSource clock) {
        return new AlertBook(Optional.empty(), queue, AlertLife.DEFAULT, "", clock);
    }

    /** Who is told of a state. */
    public enum Audience {
        /** Every receiver. */
        ALL,
        /** Every receiver but those who get mails: another mail says it. */
        WITHOUT_MAIL,
        /** Only those with an incident for each state, such as Alertmanager: all others are told of several together. */
        MACHINES;

        private boolean includes(String receiver) {
            return switch (this) {
                case ALL -> true;
                case WITHOUT_MAIL -> !Receiver.isMail(receiver);
                case MACHINES -> Receiver.keepsStates(receiver);
            };
        }
    }

    /** Reads the states that an earlier life of the listener has left, once the directory can be used. */
    public synchronized void load() {
        files.load(MAX_STATES).forEach(state -> open.putIfAbsent(state.key(), state));
        ended.load(MAX_STATES).forEach(state -> over.putIfAbsent(state.endId(), state));
        open.values().forEach(files::write);
        over.values().forEach(ended::write);
        standing = null;
    }

    /** All states that are not over, the oldest first. */
    public synchronized List<OpenState> open() {
        return List.copyOf(open.values());
    }

    /** Whether no state lasts. */
    public synchronized boolean isEmpty() {
        return open.isEmpty();
    }

    /** The alerts about the begins of all states that are not over. */
    public synchronized List<Alert> standing() {
        List<Alert> known = standing;
        if (known == null) {
            known = begins(open.values());
            standing = known;
        }
        return known;
    }

    private static List<Alert> begins(Collection<OpenState> states) {
        List<Alert> begins = new ArrayList<>(states.size());
        for (OpenState state : states) {
            begins.add(state.begin());
        }
        return List.copyOf(begins);
    }

    /** The state of that kind of the process, if it lasts; of no process, with empty names. */
    public synchronized Optional<OpenState> find(String what, String group, String process) {
        for (OpenState state : open.values()) {
            if (state.what().equals(what) && state.isOf(group, process)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /** Tells of an incident. */
    public void tell(Alert alert) {
        queue.accept(alert);
    }

    /**
     * Tells that a state has begun, unless it is known.
     *
     * @param what of the process it is, such as {@code FATAL}; with the labels {@code command}, {@code host}, {@code group}
     *     and {@code process} of the alert, and {@code listener} where it has that, it makes the key
     * @param alert about the begin, as if it were an incident
     * @return whether it was told
     */
    public boolean begin(String what, Alert alert) {
        return begin(what, alert, Audience.ALL);
    }

    /** The same, told to some only; so are its reminders and its end. */
    public boolean begin(String what, Alert alert, Audience audience) {
        return begin(what, alert, audience, "");
    }

    /**
     * The same.
     *
     * @param note for whoever finds out whether it is over
     */
    public boolean begin(String what, Alert alert, Audience audience, String note) {
        return begin(what, alert, audience, note, alert.time());
    }

    /**
     * The same, told to all.
     *
     * @param since when the state began, if that was before the alert was made
     */
    public boolean begin(String what, Alert alert, Instant since) {
        return begin(what, alert, Audience.ALL, "", since);
    }

    private synchronized boolean begin(String what, Alert alert, Audience audience, String note, Instant since) {
        String key = key(what, alert);
        OpenState known = open.get(key);
        if (known != null) {
            open.put(key, known.seenAgain());
            return false;
        }
        tell(what, alert, key, since, audience, note);
        return true;
    }

    /**
     * Tells everybody else of a state that only some were told of: from now on it has their reminders and their end too.
     *
     * @param what of the process it is
     * @param alert whose labels make the key; it may be about more than the state
     * @return false if there is no such state, or everybody was told
     */
    public synchronized boolean tellOthers(String what, Alert alert) {
        String key = key(what, alert);
        OpenState known = open.get(key);
        if (known == null || known.audience() == Audience.ALL) {
            return false;
        }
        Set<String> others = new TreeSet<>(queue.receivers());
        others.removeAll(known.told());
        // told first, as above
        queue.accept(
                alert.ofListener(listener)
                        .withLabels(life.labels())
                        .inLife(new Life(Phase.BEGIN, key, known.begin().since())),
                others::contains);
        replace(known.toldToAll(clock.instant(), others));
        return true;
    }

    /** Whether that state of the process lasts; if so, it counts as seen again. */
    public synchronized boolean seenAgain(String what, String group, String process) {
        Optional<OpenState> known = find(what, group, process);
        known.ifPresent(state -> open.put(state.key(), state.seenAgain()));
        return known.isPresent();
    }

    /**
     * Tells of what is seen again while it lasts each time, such as a death before the program runs again.
     *
     * @param note for whoever finds out whether it is over
     */
    public synchronized void beginEachTime(String what, Alert alert, String note) {
        String key = key(what, alert);
        OpenState known = open.remove(key);
        if (known != null) {
            files.remove(known);
        }
        tell(what, alert, key, known == null ? alert.time() : known.begin().since(), Audience.ALL, note);
    }

    private void tell(String what, Alert alert, String key, Instant since, Audience audience, String note) {
        Alert begin = alert.ofListener(listener).withLabels(life.labels()).inLife(new Life(Phase.BEGIN, key, since));
        // told first: if the listener is killed before it is kept, it is told twice
        queue.accept(begin, audience::includes);
        Set<String> told = new TreeSet<>(queue.receivers());
        told.removeIf(receiver -> !audience.includes(receiver));
        keep(new OpenState(bounded(begin), what, told, clock.instant(), 0, audience, note));
    }

    private void keep(OpenState state) {
        if (open.size() >= MAX_STATES) {
            if (full.raise()) {
                LOG.error("more than {} states last: further ones are told each time that they are seen", MAX_STATES);
            }
            return;
        }
        full.clear();
        open.put(state.key(), state);
        files.write(state);
        standing = null;
    }

    /**
     * Tells that a state is over.
     *
     * @param subject of the alert, one line
     * @param sentence why, or what is now
     */
    public void end(OpenState state, String subject, String sentence) {
        end(state, subject, sentence, Audience.ALL);
    }

    /** The same, told only to those of the audience who were told of the begin. */
    public void end(OpenState state, String subject, String sentence, Audience audience) {
        end(state, state.endId(), subject, sentence, audience);
    }

    /** The same by an alert that would have been sent anyway: whoever gets it twice sees it by its id. */
    public void end(OpenState state, Alert alert) {
        end(state, alert.id(), alert.subject(), alert.text().stripTrailing(), Audience.ALL);
    }

    /**
     * The same where all but its audience are told together with more: until {@link #forgetEnded}, it is one of those that
     * {@link #ended} returns, in the next life of the listener too.
     *
     * @param line what the others are to be told
     */
    public synchronized void endAlone(OpenState state, String subject, String line) {
        OpenState told = state.withNote(line);
        if (open.containsKey(state.key()) && over.size() < MAX_STATES) {
            over.put(told.endId(), told);
            ended.write(told);
        }
        end(state, subject, line);
    }

    /** The states whose end is still to be told together, the oldest first; the note is the line to tell. */
    public synchronized List<OpenState> ended() {
        return List.copyOf(over.values());
    }

    /** The end of these was told to everybody. */
    public synchronized void forgetEnded(List<OpenState> told) {
        told.forEach(state -> over.remove(state.endId()));
        told.forEach(ended::remove);
    }

    private synchronized void end(OpenState known, String id, String subject, String sentence, Audience audience) {
        OpenState state = open.remove(known.key());
        if (state == null) {
            return;
        }
        // before the alert: nobody else is to find that it lasts
        standing = null;
        Instant now = clock.instant();
        Alert begin = state.begin();
        Instant end = now.isBefore(begin.since()) ? begin.since() : now;
        String text = sentence + "\n\nBegan: " + seconds(begin.since()) + "\nLasted: "
                + Durations.format(Duration.between(begin.since(), end)) + "\nIt was: " + begin.subject() + "\n";
        Map<String, String> labels = new TreeMap<>(begin.labels());
        labels.put("state", "resolved");
        Life over = new Life(Phase.END, state.key(), begin.since());
        queue.accept(
                new Alert(id, end, subject, text, labels, over),
                receiver -> (state.told().contains(receiver) || Receiver.isAlertmanager(receiver))
                        && audience.includes(receiver));
        files.remove(state);
    }

    /** Keeps on disk what could not be kept there when it began. */
    public synchronized void save() {
        files.writeMissing(open.values());
        ended.writeMissing(over.values());
    }

    /** Reminds of each state for which it is time, and tells of it whoever has become a receiver since. */
    public synchronized void remind() {
        save();
        Instant now = clock.instant();
        for (OpenState state : List.copyOf(open.values())) {
            remind(state, now);
        }
    }

    /** The states of that audience of which whoever tells of several together is to remind people now; told once. */
    public synchronized List<OpenState> takeDue(Audience audience) {
        Instant now = clock.instant();
        List<OpenState> due = new ArrayList<>();
        for (OpenState state : open.values()) {
            if (state.audience() == audience && isDue(state, now)) {
                due.add(state);
            }
        }
        due.forEach(state -> replace(state.toldAt(now, Set.of())));
        return List.copyOf(due);
    }

    private void remind(OpenState state, Instant now) {
        Set<String> people = new TreeSet<>(queue.receivers());
        // Alertmanager is told of what lasts all the time
        people.removeIf(receiver ->
                Receiver.isAlertmanager(receiver) || !state.audience().includes(receiver));
        Set<String> strangers = new TreeSet<>(people);
        strangers.removeAll(state.told());
        people.removeIf(Receiver::keepsStates);
        if (!strangers.isEmpty()) {
            queue.accept(state.begin(), strangers::contains);
            replace(state.toldAt(state.lastTold(), strangers));
        } else if (!people.isEmpty() && isDue(state, now)) {
            queue.accept(reminder(state, now), people::contains);
            replace(state.toldAt(now, people));
        }
    }

    /** What was told in the future was told before somebody has set the clock back: the time begins anew. */
    private boolean isDue(OpenState state, Instant now) {
        if (state.lastTold().isAfter(now)) {
            replace(state.toldAt(now, Set.of()));
            return false;
        }
        return !life.remind().isZero() && !now.isBefore(state.lastTold().plus(life.remind()));
    }

    private Alert reminder(OpenState state, Instant now) {
        Alert begin = state.begin();
        String lasting = Durations.format(Duration.between(begin.since(), now));
        String again = state.count() == 0 ? "" : "Seen again: " + state.count() + " times.\n";
        return new Alert(
                UUID.randomUUID().toString(),
                now,
                begin.subject() + " (for " + lasting + " now)",
                "This has lasted for " + lasting + ", since " + seconds(begin.since()) + ".\n" + again
                        + "Next reminder in " + Durations.format(life.remind()) + " (--remind).\n\n" + begin.text(),
                begin.labels(),
                new Life(Phase.REMINDER, state.key(), begin.since()));
    }

    private void replace(OpenState state) {
        open.put(state.key(), state);
        files.write(state);
    }

    /** A state that began before keys had the listener goes on under the key that its receivers know. */
    private String key(String what, Alert alert) {
        String known = String.join(
                "\n", alert.label("command"), alert.label("host"), alert.label("group"), alert.label("process"), what);
        String key = Alert.derivedId(known);
        String owner = alert.ofListener(listener).label("listener");
        return owner.isEmpty() || open.containsKey(key) ? key : Alert.derivedId(known + "\n" + owner);
    }

    private static Alert bounded(Alert alert) {
        return alert.withText(
                TextSanitizer.truncate(alert.subject(), MAX_SUBJECT_LENGTH),
                TextSanitizer.truncate(alert.text(), MAX_TEXT_LENGTH));
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
