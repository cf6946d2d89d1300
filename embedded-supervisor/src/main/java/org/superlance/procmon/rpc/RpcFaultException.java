package org.superlance.procmon.rpc;

import java.util.Map;
import java.util.concurrent.CompletionException;
import org.superlance.listener.supervisor.Fault;

/** A call is declined, with supervisord's numbers and words. */
final class RpcFaultException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Fault fault;

    RpcFaultException(Fault fault) {
        super(fault.name(), null, false, false);
        this.fault = fault;
    }

    /** @param what it is about, such as a name */
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

    /** A fault that is found where no call is on the stack. */
    static final class DeferredFault extends CompletionException {

        private static final long serialVersionUID = 1L;

        DeferredFault(RpcFaultException fault) {
            super(fault);
        }
    }
}
