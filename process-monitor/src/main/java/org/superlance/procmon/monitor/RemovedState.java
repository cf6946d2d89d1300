package org.superlance.procmon.monitor;

/** For good. */
final class RemovedState implements ProcessLifecycleState {

    @Override
    public void restart() {}

    @Override
    public void remove() {}
}
