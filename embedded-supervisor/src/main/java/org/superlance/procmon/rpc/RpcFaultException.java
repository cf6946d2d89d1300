package org.superlance.procmon.rpc;

import java.util.Map;
import java.util.concurrent.CompletionException;
import org.superlance.listener.supervisor.Fault;

/** A fault with supervisord's code and text. */
class RpcFaultException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Fault fault;

    RpcFaultException(Fault fault) {
        super(fault.name(), null, false, false);
        this.fault = fault;
    }

    /** @param what the subject, such as a name */
    RpcFaultException(Fault fault, String what) {
        super(fault.name() + ": " + what, null, false, false);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    Map<String, Object> struct() {
        return Map.of("faultCode", fault.code(), "faultString", text());
    }

    /** A fault of a deferred result, found after the call has returned. */
    static final class DeferredFault extends CompletionException {

        private static final long serialVersionUID = 1L;

        DeferredFault(RpcFaultException fault) {
            super(fault);
        }
    }
}
