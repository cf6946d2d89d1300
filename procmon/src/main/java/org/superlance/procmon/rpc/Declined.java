package org.superlance.procmon.rpc;

import java.util.concurrent.CompletionException;

/** A fault that is found where no call is on the stack. */
final class Declined extends CompletionException {

    private static final long serialVersionUID = 1L;

    Declined(RpcFault fault) {
        super(fault);
    }
}
