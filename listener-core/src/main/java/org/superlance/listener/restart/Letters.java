package org.superlance.listener.restart;

import java.util.Optional;
import org.superlance.listener.notify.Alert;

/** Writes what a restarting plugin tells people. */
public interface Letters {

    /** About a restart, when it is known what came of it; empty if nobody wants to be told. */
    Optional<Alert> about(Decision decision, RestartReport report);

    /** About a process that is sick and is not restarted, because it was restarted as often as allowed. */
    Optional<Alert> aboutHolding(Decision decision);
}
