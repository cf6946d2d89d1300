package org.superlance.procmon.rpc;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.spawn.SpawnException;
import org.superlance.procmon.subprocess.Subprocess;

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
