package org.superlance.procmon.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.server.Server.SupervisorState;

/** Runs work for the connection threads on the main loop and waits for the result. */
final class MainLoopInvoker {

    private final Server server;

    MainLoopInvoker(Server server) {
        this.server = server;
    }

    /** The work of a call. */
    interface Work<T> {
        T on(Server server) throws RpcFaultException;
    }

    /** @throws RpcFaultException also if the server is shutting down */
    <T> T invoke(Work<T> work) throws RpcFaultException, InterruptedException {
        return await(server.loop().submit(() -> perform(work)));
    }

    /** Waits for a result that is completed later. */
    <T> T invokeAndAwait(Work<CompletionStage<T>> work) throws RpcFaultException, InterruptedException {
        return await(server.loop().submit(() -> perform(work)).thenCompose(answer -> answer));
    }

    private <T> T perform(Work<T> work) {
        try {
            if (server.state() != SupervisorState.RUNNING) {
                throw new RpcFaultException(Fault.SHUTDOWN_STATE);
            }
            return work.on(server);
        } catch (RpcFaultException e) {
            throw new CompletionException(e);
        }
    }

    private static <T> T await(CompletableFuture<T> answer) throws RpcFaultException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RpcFaultException fault) {
                throw fault;
            }
            throw new RpcFaultException(Fault.FAILED, String.valueOf(e.getCause()));
        }
    }
}
