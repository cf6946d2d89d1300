package org.superlance.httpok;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Notices, at most once a day for each server, that a certificate is about to expire. */
final class CertificateExpiryWarner {

    private static final Duration NOTICE_INTERVAL = Duration.ofDays(1);

    private final int days;
    private final Map<String, Instant> noticed = new HashMap<>();

    /** @param days 0 for never */
    CertificateExpiryWarner(int days) {
        this.days = days;
    }

    /** A sentence if there is something to be told now. */
    Optional<String> notice(ProbeUrl url, Optional<Instant> end, Instant now) {
        if (end.isEmpty() || days == 0 || end.get().isAfter(now.plus(Duration.ofDays(days)))) {
            return Optional.empty();
        }
        String server = url.host() + ":" + url.port();
        Instant last = noticed.get(server);
        if (last != null && now.isBefore(last.plus(NOTICE_INTERVAL))) {
            return Optional.empty();
        }
        noticed.put(server, now);
        String when = end.get().isAfter(now)
                ? "expires in " + ChronoUnit.DAYS.between(now, end.get()) + " days, on "
                : "has expired, on ";
        return Optional.of("the certificate of " + url + " " + when + end.get() + "; renew it");
    }
}
