package org.superlance.procmon.subprocess;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.process.Signal;
import org.superlance.procmon.spawn.ProcessExit;
import org.superlance.procmon.spawn.SpawnException;

/** Processes that end when the test says so. */
final class ScriptedLauncher implements SubprocessLauncher {

    final List<String> signals = new ArrayList<>();
    int starts;
    boolean broken;
    private Optional<ExitListener> running = Optional.empty();
    private Optional<ProcessExit> lost = Optional.empty();

    @Override
    public void check() throws SpawnException {
        if (broken) {
            throw new SpawnException(SpawnException.Reason.NO_COMMAND, "can't find command 'web'");
        }
    }

    @Override
    public RunningProcess start(ExitListener ended) throws SpawnException {
        check();
        starts++;
        running = Optional.of(ended);
        lost = Optional.empty();
        return new ScriptedRun(100 + starts);
    }

    void end(int status) {
        tellEnd(status, Duration.ZERO);
    }

    /** It ended so long ago. */
    void tellEnd(int status, Duration ago) {
        ExitListener ended = running.orElseThrow();
        running = Optional.empty();
        ended.onExit(new ProcessExit(status), ago);
    }

    /** It ends, and nobody is told. */
    void endUnnoticed(int status) {
        lost = Optional.of(new ProcessExit(status));
    }

    private final class ScriptedRun implements RunningProcess {

        private final long pid;

        private ScriptedRun(long pid) {
            this.pid = pid;
        }

        @Override
        public long pid() {
            return pid;
        }

        @Override
        public Optional<ProcessExit> ended() {
            return lost.filter(exit -> running.isPresent());
        }

        @Override
        public void signal(Signal signal) {
            signals.add(signal.name());
        }

        @Override
        public void signalGroup(Signal signal) {
            signals.add(signal.name() + " to the group");
        }

        @Override
        public boolean write(byte[] bytes, Runnable failed) {
            return true;
        }
    }
}
