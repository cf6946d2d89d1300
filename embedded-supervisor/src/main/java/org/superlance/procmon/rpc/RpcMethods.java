package org.superlance.procmon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.superlance.listener.supervisor.Fault;

/** The XML-RPC methods by name. */
final class RpcMethods {

    private static final String MULTICALL = "system.multicall";

    private final Map<String, RpcMethod> methods = new TreeMap<>();

    RpcMethods() {
        methods.put("system.listMethods", parameters -> {
            parameters.expect(0, 0);
            return List.copyOf(methods.keySet());
        });
        methods.put(MULTICALL, this::multicall);
    }

    /** The map to add methods to. */
    Map<String, RpcMethod> byName() {
        return methods;
    }

    Object call(RpcRequest rpcRequest) throws RpcFaultException, InterruptedException {
        RpcMethod method = methods.get(rpcRequest.method());
        if (method == null) {
            throw new RpcFaultException(Fault.UNKNOWN_METHOD);
        }
        return method.call(new RpcParameters(rpcRequest.parameters()));
    }

    /** Calls one method after the other; a fault fails only its own call. */
    private Object multicall(RpcParameters parameters) throws RpcFaultException, InterruptedException {
        parameters.expect(1, 1);
        List<Object> results = new ArrayList<>();
        for (Object call : parameters.list(0)) {
            try {
                results.add(call(inner(call)));
            } catch (RpcFaultException e) {
                results.add(e.struct());
            }
        }
        return results;
    }

    private static RpcRequest inner(Object call) throws RpcFaultException {
        if (!(call instanceof Map<?, ?> struct) || !(struct.get("methodName") instanceof String method)) {
            throw new RpcFaultException(Fault.INCORRECT_PARAMETERS, "No methodName");
        }
        if (method.equals(MULTICALL)) {
            throw new RpcFaultException(Fault.INCORRECT_PARAMETERS, "Recursive system.multicall forbidden");
        }
        List<Object> parameters = new ArrayList<>();
        if (struct.get("params") instanceof List<?> given) {
            parameters.addAll(given);
        }
        return new RpcRequest(method, parameters);
    }

    interface RpcMethod {

        /**
         * Answers a call, on the thread of its connection; may block.
         *
         * @return strings, integers, booleans, doubles, lists and maps
         */
        Object call(RpcParameters parameters) throws RpcFaultException, InterruptedException;
    }

    /**
     * A call as received.
     *
     * @param method such as {@code supervisor.getState}
     * @param parameters strings, integers, booleans, doubles, lists and maps
     */
    record RpcRequest(String method, List<Object> parameters) {}

    /** The parameters of a call, with their types checked. */
    static final class RpcParameters {

        private final List<Object> values;

        RpcParameters(List<Object> values) {
            this.values = values;
        }

        /** @throws RpcFaultException if there are fewer or more */
        void expect(int min, int max) throws RpcFaultException {
            if (values.size() < min || values.size() > max) {
                throw new RpcFaultException(Fault.INCORRECT_PARAMETERS);
            }
        }

        String text(int index) throws RpcFaultException {
            return typed(index, String.class);
        }

        int number(int index) throws RpcFaultException {
            return typed(index, Integer.class);
        }

        /** True if it is absent. */
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
}
