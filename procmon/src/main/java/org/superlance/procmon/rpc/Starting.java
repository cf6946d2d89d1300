package org.superlance.procmon.rpc;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.program.Program;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.spawn.SpawnException;

/** @param patient whether the answer waits until the start is over */
record Starting(boolean patient) implements Action {

    @Override
    public boolean concerns(Program program) {
        return !program.isUp();
    }

    @Override
    public CompletionStage<Boolean> on(Server server, Program program, String name) throws RpcFault {
        check(program, name);
        program.start();
        if (hasFailed(program)) {
            throw new RpcFault(Fault.SPAWN_ERROR, name);
        }
        program.transition(true);
        return patient ? server.waits().until(() -> outcome(program, name)) : completedFuture(true);
    }

    private static void check(Program program, String name) throws RpcFault {
        try {
            program.checkStart();
        } catch (SpawnException e) {
            throw new RpcFault(
                    switch (e.reason()) {
                        case NO_COMMAND -> Fault.NO_FILE;
                        case NOT_EXECUTABLE -> Fault.NOT_EXECUTABLE;
                        case OTHER -> Fault.SPAWN_ERROR;
                    },
                    String.valueOf(e.getMessage()));
        }
        if (program.isUp()) {
            throw new RpcFault(Fault.ALREADY_STARTED, name);
        }
        if (!program.isDown()) {
            throw new RpcFault(Fault.FAILED, name + " is still stopping");
        }
    }

    private static Optional<Boolean> outcome(Program program, String name) {
        if (hasFailed(program)) {
            throw new Declined(new RpcFault(Fault.SPAWN_ERROR, name));
        }
        if (program.state() != ProcessState.STARTING && program.state() != ProcessState.RUNNING) {
            throw new Declined(new RpcFault(Fault.ABNORMAL_TERMINATION, name));
        }
        return program.state() == ProcessState.RUNNING ? Optional.of(true) : Optional.empty();
    }

    private static boolean hasFailed(Program program) {
        return !program.info().spawnError().isEmpty();
    }
}
