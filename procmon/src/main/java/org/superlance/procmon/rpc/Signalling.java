package org.superlance.procmon.rpc;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletionStage;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.spawn.Signal;
import org.superlance.procmon.subprocess.Subprocess;

/** Sending a signal. */
record Signalling(Signal signal) implements Action {

    static Signalling of(String text) throws RpcFault {
        try {
            return new Signalling(Signal.parse(text));
        } catch (IllegalArgumentException e) {
            throw new RpcFault(Fault.BAD_SIGNAL, text);
        }
    }

    @Override
    public boolean concerns(Subprocess process) {
        return process.isSignallable();
    }

    @Override
    public CompletionStage<Boolean> on(Server server, Subprocess process, String name) throws RpcFault {
        if (!process.isSignallable()) {
            throw new RpcFault(Fault.NOT_RUNNING, name);
        }
        process.signal(signal);
        return completedFuture(true);
    }
}
