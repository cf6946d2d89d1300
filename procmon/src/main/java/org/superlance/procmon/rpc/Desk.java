package org.superlance.procmon.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.server.Mood;
import org.superlance.procmon.server.Server;

/** Where the threads of connections ask the main loop, and wait for its answer. */
final class Desk {

    private final Server server;

    Desk(Server server) {
        this.server = server;
    }

    /** What the main loop does for a call. */
    interface Work<T> {
        T on(Server server) throws RpcFault;
    }

    /** @throws RpcFault also if the server is about to end */
    <T> T ask(Work<T> work) throws RpcFault, InterruptedException {
        return await(server.loop().ask(() -> perform(work)));
    }

    /** Asks for something that takes its time. */
    <T> T askAndAwait(Work<CompletionStage<T>> work) throws RpcFault, InterruptedException {
        return await(server.loop().ask(() -> perform(work)).thenCompose(answer -> answer));
    }

    private <T> T perform(Work<T> work) {
        try {
            if (server.mood() != Mood.RUNNING) {
                throw new RpcFault(Fault.SHUTDOWN_STATE);
            }
            return work.on(server);
        } catch (RpcFault e) {
            throw new CompletionException(e);
        }
    }

    private static <T> T await(CompletableFuture<T> answer) throws RpcFault, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RpcFault fault) {
                throw fault;
            }
            throw new RpcFault(Fault.FAILED, String.valueOf(e.getCause()));
        }
    }
}
