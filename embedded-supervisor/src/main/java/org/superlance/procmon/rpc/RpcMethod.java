package org.superlance.procmon.rpc;

/** One method. */
interface RpcMethod {

    /**
     * Answers a call; may take its time, on the thread of the connection that the call came by.
     *
     * @return texts, integers, booleans, doubles, lists and maps
     */
    Object call(RpcParameters parameters) throws RpcFaultException, InterruptedException;
}
