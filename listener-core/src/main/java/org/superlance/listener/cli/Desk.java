package org.superlance.listener.cli;

import org.superlance.listener.crash.Intake;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * What a clerk has to work with.
 *
 * @param intake the incidents that wait
 * @param queue takes over what is to be delivered
 * @param supervisor to ask what happened
 */
public record Desk(Workplace place, Intake intake, NotificationQueue queue, SupervisorClient supervisor) {}
