package org.superlance.procmon.rpc;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.superlance.listener.process.Signal;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.rpc.RpcFaultException.DeferredFault;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.spawn.SpawnException;
import org.superlance.procmon.subprocess.Subprocess;

/** Something that is done to one process. The main loop does it. */
interface Action {

    /** Whether a call about many processes means this one too. */
    boolean concerns(Subprocess process);

    /**
     * Does it.
     *
     * @param name the process as the call names it
     * @return completes with true when it is done, or with a fault
     */
    CompletionStage<Boolean> on(Server server, Subprocess process, String name) throws RpcFaultException;

    /** @param waits whether the answer waits until the start is over */
    record StartAction(boolean waits) implements Action {

        @Override
        public boolean concerns(Subprocess process) {
            return !process.isUp();
        }

        @Override
        public CompletionStage<Boolean> on(Server server, Subprocess process, String name) throws RpcFaultException {
            check(process, name);
            process.start();
            if (hasFailed(process)) {
                throw new RpcFaultException(Fault.SPAWN_ERROR, name);
            }
            process.transition(true);
            return waits ? server.deferredResults().until(() -> outcome(process, name)) : completedFuture(true);
        }

        private static void check(Subprocess process, String name) throws RpcFaultException {
            try {
                process.checkStart();
            } catch (SpawnException e) {
                throw new RpcFaultException(
                        switch (e.reason()) {
                            case NO_COMMAND -> Fault.NO_FILE;
                            case NOT_EXECUTABLE -> Fault.NOT_EXECUTABLE;
                            case OTHER -> Fault.SPAWN_ERROR;
                        },
                        String.valueOf(e.getMessage()));
            }
            if (process.isUp()) {
                throw new RpcFaultException(Fault.ALREADY_STARTED, name);
            }
            if (!process.isDown()) {
                throw new RpcFaultException(Fault.FAILED, name + " is still stopping");
            }
        }

        private static Optional<Boolean> outcome(Subprocess process, String name) {
            if (hasFailed(process)) {
                throw new DeferredFault(new RpcFaultException(Fault.SPAWN_ERROR, name));
            }
            if (process.state() != ProcessState.STARTING && process.state() != ProcessState.RUNNING) {
                throw new DeferredFault(new RpcFaultException(Fault.ABNORMAL_TERMINATION, name));
            }
            return process.state() == ProcessState.RUNNING ? Optional.of(true) : Optional.empty();
        }

        private static boolean hasFailed(Subprocess process) {
            return !process.info().spawnError().isEmpty();
        }
    }

    /** @param waits whether the answer waits until the process is down */
    record StopAction(boolean waits) implements Action {

        /** Also what waits to be started again, but is not up: it is not to be. */
        @Override
        public boolean concerns(Subprocess process) {
            if (process.isDown()) {
                process.leaveDown();
            }
            return process.isUp();
        }

        @Override
        public CompletionStage<Boolean> on(Server server, Subprocess process, String name) throws RpcFaultException {
            if (!concerns(process)) {
                throw new RpcFaultException(Fault.NOT_RUNNING, name);
            }
            process.stop();
            return waits ? server.deferredResults().until(() -> outcome(process)) : completedFuture(true);
        }

        private static Optional<Boolean> outcome(Subprocess process) {
            process.reportStopping();
            return process.isDown() ? Optional.of(true) : Optional.empty();
        }
    }

    /** Sending a signal. */
    record SignalAction(Signal signal) implements Action {

        static SignalAction of(String text) throws RpcFaultException {
            try {
                return new SignalAction(Signal.parse(text));
            } catch (IllegalArgumentException e) {
                throw new RpcFaultException(Fault.BAD_SIGNAL, text);
            }
        }

        @Override
        public boolean concerns(Subprocess process) {
            return process.isSignallable();
        }

        @Override
        public CompletionStage<Boolean> on(Server server, Subprocess process, String name) throws RpcFaultException {
            if (!process.isSignallable()) {
                throw new RpcFaultException(Fault.NOT_RUNNING, name);
            }
            process.signal(signal);
            return completedFuture(true);
        }
    }
}
