package org.superlance.procmon.rpc;

import java.util.concurrent.CompletionStage;
import org.superlance.procmon.server.Server;
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
}
