package org.superlance.listener.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.Spool;
import org.superlance.listener.util.TextSanitizer;

/** Takes alerts from the spool to the notifier, and logs what came of it. */
final class DeliveryWorker {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final int MAX_MESSAGE_LENGTH = 1_000;

    private final Spool<Alert> spool;
    private final Notifier notifier;
    private final RetrySchedule retrySchedule;
    private final InstantSource clock;
    private final DropCounter dropCounter;
    private final Consumer<DeliveryOutcome> outcomes;

    /** @param outcomes is told what becomes of each */
    DeliveryWorker(
            Spool<Alert> spool,
            Notifier notifier,
            RetrySchedule retrySchedule,
            InstantSource clock,
            DropCounter dropCounter,
            Consumer<DeliveryOutcome> outcomes) {
        this.spool = spool;
        this.notifier = requireNonNull(notifier, "notifier is null");
        this.retrySchedule = retrySchedule;
        this.clock = requireNonNull(clock, "clock is null");
        this.dropCounter = dropCounter;
        this.outcomes = outcomes;
    }

    /** Tries what is due, until one fails. */
    void runCycle(Runnable afterEach) throws InterruptedException {
        if (retrySchedule.isPaused(clock.instant())) {
            return;
        }
        for (String name : retrySchedule.due(spool.names(), clock.instant())) {
            Optional<Alert> alert = spool.read(name);
            boolean answered = alert.isEmpty() || attempt(name, alert.get());
            afterEach.run();
            if (!answered || Thread.interrupted()) {
                return;
            }
        }
    }

    /** How long there is nothing to do, at most the given duration. */
    Duration delayUntilNext(Duration max) {
        return retrySchedule.pause(clock.instant(), max);
    }

    /** Makes everything due at once. */
    void force() {
        retrySchedule.force();
    }

    /** Tries one alert; returns whether the other side has given an answer that is for good. */
    private boolean attempt(String name, Alert alert) throws InterruptedException {
        int dropped = dropCounter.count();
        DeliveryResult result = deliver(DropCounter.addCount(dropped, alert));
        String sentence = TextSanitizer.singleLine(result.sentence(), MAX_MESSAGE_LENGTH);
        switch (result.status()) {
            case DELIVERED -> {
                dropCounter.onReported(dropped);
                delivered(name, alert);
            }
            case REFUSED -> refused(name, sentence);
            case RETRY -> failed(name, alert, sentence, result.notBefore());
        }
        return result.status() != DeliveryResult.Status.RETRY;
    }

    private DeliveryResult deliver(Alert alert) throws InterruptedException {
        try {
            return notifier.deliver(alert);
        } catch (RuntimeException e) {
            LOG.error("The courier {} stumbled over a fault of its own.", notifier, e);
            return DeliveryResult.retry("The courier broke: " + e);
        }
    }

    private void delivered(String name, Alert alert) {
        spool.remove(name);
        outcomes.accept(DeliveryOutcome.DELIVERED);
        int failures = retrySchedule.failures(name);
        retrySchedule.succeeded(name);
        if (failures > 0) {
            LOG.info(
                    "The alert '{}' ({}) was delivered by {} after {} failed attempts.",
                    subject(alert),
                    alert.id(),
                    notifier,
                    failures);
        }
    }

    private void refused(String name, String sentence) {
        retrySchedule.succeeded(name);
        spool.moveToDeadLetters(name, sentence);
        outcomes.accept(DeliveryOutcome.REFUSED);
    }

    private void failed(String name, Alert alert, String sentence, Duration asked) {
        Instant next = retrySchedule.failed(name, clock.instant(), asked).truncatedTo(ChronoUnit.SECONDS);
        outcomes.accept(DeliveryOutcome.FAILED);
        int failures = retrySchedule.failures(name);
        if (failures == 1) {
            LOG.warn(
                    "The alert '{}' ({}) was not delivered by {} and is kept. {} It is tried again at about {}.",
                    subject(alert),
                    alert.id(),
                    notifier,
                    sentence,
                    next);
        } else if (Integer.bitCount(failures) == 1 && failures >= 8) {
            LOG.warn(
                    "The alert '{}' ({}) still waits for {} after {} attempts. {}",
                    subject(alert),
                    alert.id(),
                    notifier,
                    failures,
                    sentence);
        } else {
            LOG.debug("The alert {} was not delivered in attempt {}. {}", alert.id(), failures, sentence);
        }
    }

    private static String subject(Alert alert) {
        return TextSanitizer.singleLine(alert.subject(), 200);
    }
}
