package org.superlance.procmon.monitor;

/** For good. */
final class Gone implements State {

    @Override
    public void restart() {}

    @Override
    public void remove() {}
}
