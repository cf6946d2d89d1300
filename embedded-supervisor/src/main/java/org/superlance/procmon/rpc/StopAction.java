package org.superlance.procmon.rpc;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.subprocess.Subprocess;

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
