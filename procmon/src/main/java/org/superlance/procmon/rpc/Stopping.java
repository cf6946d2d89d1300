package org.superlance.procmon.rpc;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.program.Program;
import org.superlance.procmon.server.Server;

/** @param patient whether the answer waits until the process is down */
record Stopping(boolean patient) implements Action {

    /** Also what waits to be started again, but is not up: it is not to be. */
    @Override
    public boolean concerns(Program program) {
        if (program.isDown()) {
            program.leaveDown();
        }
        return program.isUp();
    }

    @Override
    public CompletionStage<Boolean> on(Server server, Program program, String name) throws RpcFault {
        if (!concerns(program)) {
            throw new RpcFault(Fault.NOT_RUNNING, name);
        }
        program.stop();
        return patient ? server.waits().until(() -> outcome(program)) : completedFuture(true);
    }

    private static Optional<Boolean> outcome(Program program) {
        program.reportStopping();
        return program.isDown() ? Optional.of(true) : Optional.empty();
    }
}
