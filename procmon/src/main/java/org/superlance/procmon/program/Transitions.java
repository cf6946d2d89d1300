package org.superlance.procmon.program;

import static org.superlance.listener.supervisor.ProcessState.FATAL;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;
import static org.superlance.listener.supervisor.ProcessState.STARTING;

import java.time.Instant;
import java.util.Optional;
import org.superlance.procmon.spawn.SpawnException;

/** What happens to a process because its time has come. */
final class Transitions {

    private final Life life;
    private final Starter starter;
    private final Stopping stopping;
    private final Deaths deaths;

    Transitions(Life life, Starter starter, Stopping stopping) {
        this.life = life;
        this.starter = starter;
        this.stopping = stopping;
        this.deaths = new Deaths(life);
    }

    void advance(boolean starting) {
        Instant now = life.office.now();
        switch (life.state()) {
            case STOPPED -> spawnIf(starting && isToBeStartedFirst());
            case EXITED, FATAL -> spawnIf(starting && life.revival.isDue(now));
            case BACKOFF -> {
                if (life.tries > life.spec.starting().retries()) {
                    giveUp();
                    life.revival.failed(now);
                } else {
                    spawnIf(starting && !now.isBefore(life.due));
                }
            }
            case STARTING -> {
                if (!now.isBefore(life.due)) {
                    entered();
                }
            }
            case STOPPING -> {
                if (!now.isBefore(life.due)) {
                    stopping.kill();
                }
            }
            case RUNNING, UNKNOWN -> {
                // nothing is due
            }
        }
    }

    Optional<Instant> due(boolean starting) {
        return switch (life.state()) {
            case STARTING, STOPPING -> Optional.of(life.due);
            case BACKOFF -> starting ? Optional.of(life.due) : Optional.empty();
            case EXITED, FATAL -> starting ? life.revival.at() : Optional.empty();
            case STOPPED -> starting && isToBeStartedFirst() ? Optional.of(life.office.now()) : Optional.empty();
            case RUNNING, UNKNOWN -> Optional.empty();
        };
    }

    private boolean isToBeStartedFirst() {
        return life.spec.starting().automatic() && life.startTime.equals(Instant.EPOCH);
    }

    private void spawnIf(boolean right) {
        if (right) {
            spawn();
        }
    }

    void spawn() {
        life.killing = false;
        life.spawnError = "";
        life.exitStatus = 0;
        life.startTime = life.office.wall().instant();
        life.started = life.office.now();
        life.revival.started();
        life.change(STARTING);
        try {
            Run run = starter.start(deaths::ended);
            life.run = run;
            life.due = life.started.plus(life.spec.starting().seconds());
            life.office.log().info("spawned: '" + life.spec.name() + "' with pid " + run.pid());
        } catch (SpawnException e) {
            life.spawnError = String.valueOf(e.getMessage());
            life.office.log().info("spawnerr: " + e.getMessage());
            life.backOff();
        }
    }

    private void entered() {
        life.tries = 0;
        life.office
                .log()
                .info("success: " + life.spec.name() + " entered RUNNING state, process has stayed up for > than "
                        + life.spec.starting().seconds().toSeconds() + " seconds (startsecs)");
        life.change(RUNNING);
    }

    void giveUp() {
        life.tries = 0;
        life.office
                .log()
                .info("gave up: " + life.spec.name() + " entered FATAL state, too many start retries too quickly");
        life.change(FATAL);
    }
}
