package org.superlance.listener.restart;

import java.util.Optional;
import org.superlance.listener.notify.Alert;

/** Writes what a restarting plugin tells people. */
public interface RestartMessages {

    /** About a restart, when it is known what came of it; empty if nobody wants to be told. */
    Optional<Alert> forReport(Decision decision, RestartResult report);

    /** About a process that is sick and is not restarted, because it was restarted as often as allowed. */
    Optional<Alert> forRateLimit(Decision decision);
}
