package org.superlance.procmon.spawn.io;

import org.superlance.listener.process.Signal;
import org.superlance.procmon.spawn.Child;
import org.superlance.procmon.subprocess.RunningProcess;

/** A child of this JVM. */
record ChildProcess(Child child, StdinWriter stdinWriter) implements RunningProcess {

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
        return stdinWriter.write(bytes, failed);
    }
}
