package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.superlance.listener.state.SpoolDirectory;

/**
 * What has become of an alert at one receiver so far.
 *
 * @param alert the name of the alert's file
 * @param failures how many attempts have failed, or are under way
 * @param first when the time began after which the alert is given up; empty if it never is
 * @param next when it is tried again
 * @param unclear when it may have been accepted, oldest first: the attempts after which nobody knows, at most the last
 *     {@link RetrySchedule#MAX_UNCLEAR}
 * @param accepted the recipients that have accepted it
 * @param refused the recipients that have refused it for good
 */
record DeliveryRecord(
        String alert,
        int failures,
        Optional<Instant> first,
        Instant next,
        List<Instant> unclear,
        Set<String> accepted,
        Set<String> refused) {

    /** A record as a file that people can read: lines of a name and a value. */
    static final SpoolDirectory.Codec<DeliveryRecord> CODEC = new SpoolDirectory.Codec<>() {
        @Override
        public String noun() {
            return "attempt";
        }

        @Override
        public String suffix() {
            return ".attempts";
        }

        @Override
        public String fileName(DeliveryRecord entry) {
            return entry.alert() + suffix();
        }

        @Override
        public byte[] encode(DeliveryRecord entry) {
            return entry.lines().getBytes(UTF_8);
        }

        @Override
        public DeliveryRecord decode(byte[] content) {
            return parse(new String(content, UTF_8));
        }
    };

    DeliveryRecord {
        int size = unclear.size();
        unclear = List.copyOf(unclear.subList(Math.max(0, size - RetrySchedule.MAX_UNCLEAR), size));
        accepted = Set.copyOf(accepted);
        refused = Set.copyOf(refused);
    }

    /** An alert that was never tried. */
    static DeliveryRecord of(String alert) {
        return new DeliveryRecord(alert, 0, Optional.empty(), Instant.MIN, List.of(), Set.of(), Set.of());
    }

    /** Whether its attempts are few and far between, because each may bring another copy of the alert. */
    boolean isPatient() {
        return first.isPresent();
    }

    DeliveryRecord withFailures(int count) {
        return new DeliveryRecord(alert, count, first, next, unclear, accepted, refused);
    }

    DeliveryRecord withNext(Instant time) {
        return new DeliveryRecord(alert, failures, first, time, unclear, accepted, refused);
    }

    /** The same, given up some time after this one, unless that time has begun already. */
    DeliveryRecord begunAt(Instant time) {
        return new DeliveryRecord(alert, failures, first.or(() -> Optional.of(time)), next, unclear, accepted, refused);
    }

    /** The same, never given up. */
    DeliveryRecord withoutEnd() {
        return new DeliveryRecord(alert, failures, Optional.empty(), next, unclear, accepted, refused);
    }

    DeliveryRecord withUnclear(List<Instant> times) {
        return new DeliveryRecord(alert, failures, first, next, times, accepted, refused);
    }

    /** The same with an attempt after which it may have been accepted. */
    DeliveryRecord unclearAt(Instant time) {
        return withUnclear(Stream.concat(unclear.stream(), Stream.of(time)).toList());
    }

    /** The same, accepted by these recipients too. */
    DeliveryRecord acceptedBy(Collection<String> recipients) {
        return new DeliveryRecord(alert, failures, first, next, unclear, union(accepted, recipients), refused);
    }

    /** The same, refused for good by these recipients too. */
    DeliveryRecord refusedBy(Collection<String> recipients) {
        return new DeliveryRecord(alert, failures, first, next, unclear, accepted, union(refused, recipients));
    }

    private static Set<String> union(Set<String> some, Collection<String> more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }

    /** When the last of so many unclear attempts that are allowed in that time may be made; empty for at any time. */
    Optional<Instant> unclearLimit(int allowed, Duration time) {
        return unclear.size() < allowed
                ? Optional.empty()
                : Optional.of(unclear.get(unclear.size() - allowed).plus(time));
    }

    private String lines() {
        StringBuilder lines = new StringBuilder();
        line("Alert", alert, lines);
        line("Failures", String.valueOf(failures), lines);
        first.ifPresent(time -> line("First", time.toString(), lines));
        if (next.isAfter(Instant.EPOCH)) {
            line("Next", next.toString(), lines);
        }
        unclear.forEach(time -> line("Unclear", time.toString(), lines));
        new TreeSet<>(accepted).forEach(recipient -> line("Accepted", recipient, lines));
        new TreeSet<>(refused).forEach(recipient -> line("Refused", recipient, lines));
        return lines.toString();
    }

    private static void line(String name, String value, StringBuilder to) {
        to.append(name).append(": ").append(value).append('\n');
    }

    /** @throws IllegalArgumentException with a sentence if the text is no record */
    private static DeliveryRecord parse(String text) {
        try {
            List<String> lines = text.lines().toList();
            return new DeliveryRecord(
                    only(lines, "Alert").orElseThrow(() -> new IllegalArgumentException("no alert is named")),
                    only(lines, "Failures").map(Integer::parseInt).orElse(0),
                    only(lines, "First").map(Instant::parse),
                    only(lines, "Next").map(Instant::parse).orElse(Instant.MIN),
                    values(lines, "Unclear").stream()
                            .map(Instant::parse)
                            .sorted()
                            .toList(),
                    Set.copyOf(values(lines, "Accepted")),
                    Set.copyOf(values(lines, "Refused")));
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException("not a number or a time: " + e.getMessage(), e);
        }
    }

    private static Optional<String> only(List<String> lines, String name) {
        return values(lines, name).stream().findFirst();
    }

    private static List<String> values(List<String> lines, String name) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(name + ": ")) {
                values.add(line.substring(name.length() + 2).strip());
            }
        }
        return values.stream().distinct().toList();
    }
}
