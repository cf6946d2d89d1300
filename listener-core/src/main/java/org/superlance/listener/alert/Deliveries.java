package org.superlance.listener.alert;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.TextSanitizer;

/** Takes alerts from the spool to the courier, and logs what came of it. */
final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int MOST_SENTENCE = 1_000;

    private final Spool spool;
    private final Courier courier;
    private final Retries retries;
    private final InstantSource clock;
    private final Overflow overflow;
    private final Consumer<AlertFate> fates;

    /** @param fates is told what becomes of each */
    Deliveries(
            Spool spool,
            Courier courier,
            Retries retries,
            InstantSource clock,
            Overflow overflow,
            Consumer<AlertFate> fates) {
        this.spool = spool;
        this.courier = requireNonNull(courier, "courier is null");
        this.retries = retries;
        this.clock = requireNonNull(clock, "clock is null");
        this.overflow = overflow;
        this.fates = fates;
    }

    /** Tries what is due, until one fails. */
    void round(Runnable afterEach) throws InterruptedException {
        if (retries.isPaused(clock.instant())) {
            return;
        }
        for (String name : retries.due(spool.names(), clock.instant())) {
            Optional<Alert> alert = spool.read(name);
            boolean answered = alert.isEmpty() || attempt(name, alert.get());
            afterEach.run();
            if (!answered || Thread.interrupted()) {
                return;
            }
        }
    }

    /** How long there is nothing to do, at most the given duration. */
    Duration pause(Duration most) {
        return retries.pause(clock.instant(), most);
    }

    /** Makes everything due at once. */
    void force() {
        retries.force();
    }

    private boolean attempt(String name, Alert alert) throws InterruptedException {
        int dropped = overflow.count();
        try {
            courier.deliver(Overflow.mention(dropped, alert));
        } catch (DeliveryException e) {
            return e.isFinal() ? refused(name, e) : failed(name, alert, sentence(e), e.notBefore());
        } catch (RuntimeException e) {
            LOG.error("The courier {} stumbled over a fault of its own.", courier, e);
            return failed(name, alert, "The courier broke: " + sentence(e), Duration.ZERO);
        }
        overflow.mentioned(dropped);
        delivered(name, alert);
        return true;
    }

    private void delivered(String name, Alert alert) {
        spool.remove(name);
        fates.accept(AlertFate.DELIVERED);
        int failures = retries.failures(name);
        retries.answered(name);
        if (failures > 0) {
            LOG.info(
                    "The alert '{}' ({}) was delivered by {} after {} failed attempts.",
                    subject(alert),
                    alert.id(),
                    courier,
                    failures);
        }
    }

    private boolean refused(String name, DeliveryException e) {
        retries.answered(name);
        spool.setAside(name, sentence(e));
        fates.accept(AlertFate.REFUSED);
        return true;
    }

    private boolean failed(String name, Alert alert, String sentence, Duration asked) {
        Instant next = retries.failed(name, clock.instant(), asked).truncatedTo(ChronoUnit.SECONDS);
        fates.accept(AlertFate.FAILED);
        int failures = retries.failures(name);
        if (failures == 1) {
            LOG.warn(
                    "The alert '{}' ({}) was not delivered by {} and is kept. {} It is tried again at about {}.",
                    subject(alert),
                    alert.id(),
                    courier,
                    sentence,
                    next);
        } else if (Integer.bitCount(failures) == 1 && failures >= 8) {
            LOG.warn(
                    "The alert '{}' ({}) still waits for {} after {} attempts. {}",
                    subject(alert),
                    alert.id(),
                    courier,
                    failures,
                    sentence);
        } else {
            LOG.debug("The alert {} was not delivered in attempt {}. {}", alert.id(), failures, sentence);
        }
        return false;
    }

    private static String subject(Alert alert) {
        return TextSanitizer.singleLine(alert.subject(), 200);
    }

    private static String sentence(Exception e) {
        return TextSanitizer.singleLine(
                e instanceof DeliveryException ? String.valueOf(e.getMessage()) : e.toString(), MOST_SENTENCE);
    }
}
