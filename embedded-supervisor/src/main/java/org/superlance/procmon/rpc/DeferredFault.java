package org.superlance.procmon.rpc;

import java.util.concurrent.CompletionException;

/** A fault that is found where no call is on the stack. */
final class DeferredFault extends CompletionException {

    private static final long serialVersionUID = 1L;

    DeferredFault(RpcFaultException fault) {
        super(fault);
    }
}
