package org.superlance.procmon.rpc;

import java.util.List;
import org.superlance.listener.supervisor.Fault;

/** The parameters of a call, each of its type. */
final class Parameters {

    private final List<Object> values;

    Parameters(List<Object> values) {
        this.values = values;
    }

    /** @throws RpcFault if there are fewer or more */
    void expect(int least, int most) throws RpcFault {
        if (values.size() < least || values.size() > most) {
            throw new RpcFault(Fault.INCORRECT_PARAMETERS);
        }
    }

    String text(int index) throws RpcFault {
        return typed(index, String.class);
    }

    int number(int index) throws RpcFault {
        return typed(index, Integer.class);
    }

    /** True if it is not there. */
    boolean flagOrTrue(int index) throws RpcFault {
        if (index >= values.size()) {
            return true;
        }
        return values.get(index) instanceof Integer number ? number != 0 : typed(index, Boolean.class);
    }

    List<?> list(int index) throws RpcFault {
        return typed(index, List.class);
    }

    private <T> T typed(int index, Class<T> type) throws RpcFault {
        if (index >= values.size() || !type.isInstance(values.get(index))) {
            throw new RpcFault(Fault.INCORRECT_PARAMETERS);
        }
        return type.cast(values.get(index));
    }
}
