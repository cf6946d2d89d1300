package org.superlance.listener.notify;

import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.superlance.listener.testkit.Await;

/** Alerts for tests, and waiting for what becomes of them. */
public final class AlertFixtures {

    public static final Instant TIME = Instant.parse("2026-11-21T02:54:56.192Z");

    private AlertFixtures() {}

    /** An alert whose time, and so whose place in the queue, follows its number. */
    public static Alert number(int number) {
        return new Alert("id-" + number, TIME.plusSeconds(number), "subject " + number, "text " + number, Map.of());
    }

    public static Alert with(String subject, String text) {
        return new Alert("an-id", TIME, subject, text, Map.of("group", "web", "process", "web_1"));
    }

    public static void waitUntil(BooleanSupplier condition) {
        Await.until("what becomes of the alerts", condition);
    }
}
