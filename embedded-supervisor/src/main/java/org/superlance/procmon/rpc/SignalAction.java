package org.superlance.procmon.rpc;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletionStage;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.spawn.Signal;
import org.superlance.procmon.subprocess.Subprocess;

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
