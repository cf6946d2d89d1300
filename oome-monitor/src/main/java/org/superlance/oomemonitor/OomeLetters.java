package org.superlance.oomemonitor;

import java.util.Optional;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Letters;
import org.superlance.listener.restart.RestartReport;

/** The letters that all restarting listeners write, and the dumps that help to find out why. */
record OomeLetters(Letters plain, Dumps dumps) implements Letters {

    @Override
    public Optional<Alert> about(Decision decision, RestartReport report) {
        return plain.about(decision, report).map(letter -> withDumps(letter, decision));
    }

    @Override
    public Optional<Alert> aboutHolding(Decision decision) {
        return plain.aboutHolding(decision).map(letter -> withDumps(letter, decision));
    }

    private Alert withDumps(Alert letter, Decision decision) {
        String text = letter.text() + "\n" + dumps.listing(decision.name());
        return new Alert(letter.id(), letter.time(), letter.subject(), text, letter.labels());
    }
}
