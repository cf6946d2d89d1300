package org.superlance.listener.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Alerts for tests, and waiting for what becomes of them. */
final class Alerts {

    static final Instant TIME = Instant.parse("2026-11-21T02:54:56.192Z");

    private Alerts() {}

    /** An alert whose time, and so whose place in the queue, follows its number. */
    static Alert number(int number) {
        return new Alert("id-" + number, TIME.plusSeconds(number), "subject " + number, "text " + number, Map.of());
    }

    static Alert with(String subject, String text) {
        return new Alert("an-id", TIME, subject, text, Map.of("group", "web", "process", "web_1"));
    }

    static void waitUntil(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(condition.getAsBoolean()).as("within 20 seconds").isTrue();
    }
}
