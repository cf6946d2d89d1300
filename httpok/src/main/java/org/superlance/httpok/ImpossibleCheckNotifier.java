package org.superlance.httpok;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.superlance.httpok.CheckFailureNotifier.CheckFailureMessage;
import org.superlance.httpok.HttpCheck.CheckRound;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.supervisor.ProcessState;

/**
 * Tells that checks cannot be made once that has lasted for some checks: nobody would see otherwise that nothing is watched any
 * more. Guarded by the {@link CheckFailureNotifier} that it belongs to.
 */
final class ImpossibleCheckNotifier {

    static final String CHECK_IMPOSSIBLE = "check_impossible";

    private static final int CHECKS = 3;
    private static final int MAX_REASONS = 20;

    private final AlertBook book;
    private final CheckFailureMessage writer;
    private int lasted;

    /** @param writer knows what is checked, and where */
    ImpossibleCheckNotifier(AlertBook book, CheckFailureMessage writer) {
        this.book = book;
        this.writer = writer;
    }

    /** A check was made, or there was nothing to be checked, which is no answer while programs are about to start. */
    void onCycle(CheckRound round, List<Decision> all) {
        Map<String, ProbeResult> impossible = round.results().impossible();
        if (!impossible.isEmpty()) {
            lasted = Math.min(CHECKS, lasted + 1);
            if (lasted == CHECKS) {
                book.begin(CHECK_IMPOSSIBLE, alert(impossible));
            }
            return;
        }
        boolean made = !round.results().asked().isEmpty();
        if (made || areStopped(all)) {
            lasted = 0;
            book.find(CHECK_IMPOSSIBLE, "", "").ifPresent(state -> end(state, made));
        }
    }

    private static boolean areStopped(List<Decision> all) {
        for (Decision decision : all) {
            if (decision.process().state() != ProcessState.STOPPED) {
                return false;
            }
        }
        return true;
    }

    private void end(OpenState state, boolean made) {
        if (made) {
            String what = state.begin().label("url");
            book.end(
                    state,
                    writer.over(what, "can be made again"),
                    "The check of " + what + " on " + writer.host() + " can be made again.");
        } else {
            book.end(state, writer.over("is not made any more"), writer.notChecked());
        }
    }

    private Alert alert(Map<String, ProbeResult> impossible) {
        String what = writer.counted(List.copyOf(impossible.keySet()));
        String reasons = impossible.values().stream()
                .map(ProbeResult::reason)
                .distinct()
                .limit(MAX_REASONS)
                .collect(Collectors.joining("\n"));
        Map<String, String> labels = new HashMap<>();
        labels.put("command", "httpok");
        labels.put("host", writer.host());
        labels.put("event", CHECK_IMPOSSIBLE);
        labels.put("url", what);
        labels.put("severity", "warning");
        return Alert.of(
                writer.clock().instant(),
                writer.over(what, "cannot be made"),
                "The check of " + what + " on " + writer.host() + " cannot be made:\n\n" + reasons
                        + "\n\nNothing is restarted until it can be.\n",
                labels);
    }
}
