package org.superlance.procmon.launch;

import org.superlance.procmon.child.Child;
import org.superlance.procmon.child.Signal;
import org.superlance.procmon.program.Run;

/** A child of this JVM. */
record ChildRun(Child child, Stdin stdin) implements Run {

    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public void signal(Signal signal) {
        child.signal(signal.name());
    }

    @Override
    public void signalGroup(Signal signal) {
        child.signalGroup(signal.name());
    }

    @Override
    public boolean write(byte[] bytes, Runnable failed) {
        return stdin.write(bytes, failed);
    }
}
