package org.superlance.procmon.monitor;

/** It has failed too often. */
final class FailedState implements ProcessLifecycleState {

    private final MonitoredProcess process;

    FailedState(MonitoredProcess process) {
        this.process = process;
    }

    @Override
    public void restart() {
        process.launchAfresh();
    }

    @Override
    public void remove() {
        process.vanish();
    }
}
