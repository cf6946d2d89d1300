package org.superlance.oomemonitor;

import java.util.Optional;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.RestartMessages;
import org.superlance.listener.restart.RestartResult;

/** The letters that all restarting listeners write, and the dumps that help to find out why. */
record OomeMessages(RestartMessages plain, HeapDumpListing heapDumpListing) implements RestartMessages {

    @Override
    public Optional<Alert> forReport(Decision decision, RestartResult report) {
        return plain.forReport(decision, report).map(letter -> withDumps(letter, decision));
    }

    @Override
    public Optional<Alert> forRateLimit(Decision decision) {
        return plain.forRateLimit(decision).map(letter -> withDumps(letter, decision));
    }

    private Alert withDumps(Alert letter, Decision decision) {
        String text = letter.text() + "\n" + heapDumpListing.listing(decision.name());
        return new Alert(letter.id(), letter.time(), letter.subject(), text, letter.labels());
    }
}
