package org.superlance.procmon.rpc;

import java.util.List;
import org.superlance.listener.supervisor.Fault;

/** The parameters of a call, each of its type. */
final class RpcParameters {

    private final List<Object> values;

    RpcParameters(List<Object> values) {
        this.values = values;
    }

    /** @throws RpcFaultException if there are fewer or more */
    void expect(int least, int max) throws RpcFaultException {
        if (values.size() < least || values.size() > max) {
            throw new RpcFaultException(Fault.INCORRECT_PARAMETERS);
        }
    }

    String text(int index) throws RpcFaultException {
        return typed(index, String.class);
    }

    int number(int index) throws RpcFaultException {
        return typed(index, Integer.class);
    }

    /** True if it is not there. */
    boolean flagOrTrue(int index) throws RpcFaultException {
        if (index >= values.size()) {
            return true;
        }
        return values.get(index) instanceof Integer number ? number != 0 : typed(index, Boolean.class);
    }

    List<?> list(int index) throws RpcFaultException {
        return typed(index, List.class);
    }

    private <T> T typed(int index, Class<T> type) throws RpcFaultException {
        if (index >= values.size() || !type.isInstance(values.get(index))) {
            throw new RpcFaultException(Fault.INCORRECT_PARAMETERS);
        }
        return type.cast(values.get(index));
    }
}
