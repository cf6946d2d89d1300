package org.superlance.listener.cli;

import org.superlance.listener.alert.Outbox;
import org.superlance.listener.crash.Intake;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * What a clerk has to work with.
 *
 * @param intake the incidents that wait
 * @param outbox takes over what is to be delivered
 * @param supervisor to ask what happened
 */
public record Desk(Workplace place, Intake intake, Outbox outbox, SupervisorClient supervisor) {}
