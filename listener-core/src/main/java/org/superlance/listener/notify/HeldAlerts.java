package org.superlance.listener.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.HeldAlert.Reason;
import org.superlance.listener.state.Spool;
import org.superlance.listener.util.TextSanitizer;

/**
 * The alerts of one receiver that are told later. What says the same of a program again is only counted; a state that has
 * ended before anybody was told of it is told to nobody, or, after a pause, in the message that sums up. Each is a file, so
 * that the next life of the listener goes on with it. Not thread-safe.
 */
final class HeldAlerts {

    private static final Logger LOG = LoggerFactory.getLogger(HeldAlerts.class);

    private final Spool<HeldAlert> spool;
    private final boolean keepsStates;
    /** By the name of the file; without texts. */
    private final Map<String, HeldAlert> known = new TreeMap<>();

    private boolean loaded;

    /** @param keepsStates whether the receiver has an incident of its own for each state, and wants no other of it */
    HeldAlerts(Spool<HeldAlert> spool, boolean keepsStates) {
        this.spool = spool;
        this.keepsStates = keepsStates;
    }

    /** Looks which files there are: an operator may have deleted some. */
    void load() {
        loaded = true;
        List<String> names = spool.names();
        known.keySet().retainAll(Set.copyOf(names));
        for (String name : names) {
            if (!known.containsKey(name)) {
                spool.read(name).ifPresent(held -> known.put(name, held.slim()));
            }
        }
    }

    private void loadOnce() {
        if (!loaded) {
            load();
        }
    }

    /** As far as it is known without another look at the disk. */
    boolean isEmpty() {
        loadOnce();
        return known.isEmpty();
    }

    int size() {
        return known.size();
    }

    /**
     * Keeps an alert for later.
     *
     * @return false if it cannot be kept: it is better told now than not at all
     */
    boolean hold(Alert alert, Reason reason) {
        loadOnce();
        return switch (alert.phase()) {
            case INCIDENT -> holdIncident(alert, reason);
            case BEGIN -> replace(begin(alert.key()), alert, reason);
            case REMINDER ->
                begin(alert.key()).isPresent() || replace(find(alert.key(), Phase.REMINDER), alert, reason);
            case END -> holdEnd(alert, reason);
        };
    }

    private boolean holdIncident(Alert alert, Reason reason) {
        Optional<HeldAlert> same = find(held -> held.saysTheSame(alert));
        if (same.isEmpty()) {
            return put(HeldAlert.of(alert, reason));
        }
        // the same alert twice: the listener was killed while it told it
        return same.get().lastId().equals(alert.id()) || put(same.get().and(alert));
    }

    private boolean replace(Optional<HeldAlert> earlier, Alert alert, Reason reason) {
        int count = earlier.map(HeldAlert::count).orElse(0) + 1;
        boolean kept = put(new HeldAlert(alert, reason, count, alert.time(), alert.id(), false));
        if (kept) {
            earlier.filter(held -> !name(held).equals(name(HeldAlert.of(alert, reason))))
                    .ifPresent(this::remove);
        }
        return kept;
    }

    private boolean holdEnd(Alert alert, Reason reason) {
        Optional<HeldAlert> begin = begin(alert.key());
        Optional<HeldAlert> end = find(alert.key(), Phase.END);
        if (begin.isEmpty()) {
            boolean told = find(held -> held.over() && held.lastId().equals(alert.id()))
                    .isPresent();
            return told || holdEndOfKnown(alert, end, reason);
        }
        boolean paused = reason == Reason.PAUSE || begin.get().reason() == Reason.PAUSE;
        boolean kept = !paused || keepsStates || put(begin.get().endedBy(alert));
        if (kept) {
            remove(begin.get());
            end.ifPresent(earlier -> holdEndOfKnown(alert, end, reason));
        }
        return kept;
    }

    /** Of a state of which the receiver was told. */
    private boolean holdEndOfKnown(Alert alert, Optional<HeldAlert> earlier, Reason reason) {
        boolean kept = replace(earlier, alert, reason);
        if (kept) {
            find(alert.key(), Phase.REMINDER).ifPresent(this::remove);
        }
        return kept;
    }

    private Optional<HeldAlert> begin(String key) {
        return find(key, Phase.BEGIN);
    }

    private Optional<HeldAlert> find(String key, Phase phase) {
        return find(held -> held.is(phase) && held.alert().key().equals(key));
    }

    private Optional<HeldAlert> find(Predicate<HeldAlert> wanted) {
        return known.values().stream().filter(wanted).findFirst();
    }

    private boolean put(HeldAlert held) {
        if (!spool.add(held)) {
            LOG.warn(
                    "too many alerts are held back; telling '{}' now",
                    TextSanitizer.singleLine(held.alert().subject(), 200));
            return false;
        }
        known.put(name(held), held.slim());
        return true;
    }

    /** Those that are not held back any more, the oldest first; they stay until they are {@link #remove removed}. */
    List<HeldAlert> due(Function<Alert, Reason> rule) {
        List<HeldAlert> due = new ArrayList<>();
        for (HeldAlert held : known.values()) {
            if (rule.apply(held.alert()) == Reason.NONE) {
                due.add(held);
            }
        }
        return List.copyOf(due);
    }

    /** The alert as it was held back, with its text; empty if somebody has deleted it. */
    Optional<HeldAlert> full(HeldAlert held) {
        return spool.read(name(held));
    }

    /** It was told, or need not be. */
    void remove(HeldAlert held) {
        known.remove(name(held));
        spool.remove(name(held));
    }

    private static String name(HeldAlert held) {
        return HeldAlert.CODEC.fileName(held);
    }

    /**
     * What lasts as the receiver is to see it: without what it was not told of, and with that of whose end it was not told.
     *
     * @param open the alerts about the begins of all states that are not over
     */
    List<Alert> standing(List<Alert> open) {
        loadOnce();
        if (known.isEmpty()) {
            return open;
        }
        List<Alert> seen = new ArrayList<>(open);
        seen.removeIf(alert -> begin(alert.key()).isPresent());
        known.values().stream()
                .filter(held -> held.is(Phase.END))
                .map(held -> begun(held.alert()))
                .forEach(seen::add);
        return seen;
    }

    private static Alert begun(Alert end) {
        Map<String, String> labels = new TreeMap<>(end.labels());
        labels.remove("state");
        return new Alert(
                end.id(), end.since(), end.subject(), "", labels, new Life(Phase.BEGIN, end.key(), end.since()));
    }

    /** Those that are lost if this process exits now. */
    List<HeldAlert> unsaved() {
        return spool.unsaved();
    }

    void close() {
        spool.close();
    }
}
