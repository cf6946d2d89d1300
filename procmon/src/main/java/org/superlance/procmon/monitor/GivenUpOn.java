package org.superlance.procmon.monitor;

/** It has failed too often. */
final class GivenUpOn implements State {

    private final KeptProcess process;

    GivenUpOn(KeptProcess process) {
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
