package org.superlance.procmon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.superlance.listener.supervisor.Fault;

/** All methods by their names. */
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

    /** For those who add theirs. */
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

    /** One after the other; a fault is the result of its call alone. */
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

    /** One method. */
    interface RpcMethod {

        /**
         * Answers a call; may take its time, on the thread of the connection that the call came by.
         *
         * @return texts, integers, booleans, doubles, lists and maps
         */
        Object call(RpcParameters parameters) throws RpcFaultException, InterruptedException;
    }

    /**
     * A call as it came.
     *
     * @param method such as {@code supervisor.getState}
     * @param parameters texts, integers, booleans, doubles, lists and maps
     */
    record RpcRequest(String method, List<Object> parameters) {}
}
