package org.superlance.procmon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.rpc.MemoryBudget.ExhaustedException;
import org.superlance.procmon.rpc.MethodDescriptions.MethodDescription;

/** The XML-RPC methods by name. */
final class RpcMethods {

    private static final String MULTICALL = "system.multicall";

    /** What a result takes while it is written as XML, as a multiple of its own size. */
    private static final int WRITTEN_RESULT = 3;

    private static final long SIZE_OF_VALUE = 50;

    private final Map<String, RpcMethod> methods = new TreeMap<>();
    private final MemoryBudget memory;

    /** Read for the first client that asks. */
    private static final class Descriptions {

        static final MethodDescriptions OF_ALL = MethodDescriptions.read();
    }

    /** @param memory what results are reserved in until they are sent */
    RpcMethods(MemoryBudget memory) {
        this.memory = memory;
        methods.put("system.listMethods", parameters -> {
            parameters.expect(0, 0);
            return List.copyOf(methods.keySet());
        });
        methods.put("system.methodHelp", parameters -> description(parameters).help());
        methods.put(
                "system.methodSignature", parameters -> description(parameters).types());
        methods.put(MULTICALL, this::multicall);
    }

    private MethodDescription description(RpcParameters parameters) throws RpcFaultException {
        parameters.expect(1, 1);
        return Descriptions.OF_ALL
                .find(parameters.text(0))
                .filter(description -> methods.containsKey(description.method()))
                .orElseThrow(() -> new RpcFaultException(Fault.SIGNATURE_UNSUPPORTED));
    }

    /** The map to add methods to. */
    Map<String, RpcMethod> byName() {
        return methods;
    }

    /** Answers a call; the memory for the answer is reserved. */
    Object call(RpcRequest rpcRequest) throws RpcFaultException, InterruptedException {
        Object result = perform(rpcRequest);
        memory.reserve(WRITTEN_RESULT * size(result));
        return result;
    }

    /** Reserves memory for another answer, until that has been sent. */
    void reserve(long bytes) throws RpcFaultException, InterruptedException {
        memory.reserve(bytes);
    }

    private Object perform(RpcRequest rpcRequest) throws RpcFaultException, InterruptedException {
        RpcMethod method = methods.get(rpcRequest.method());
        if (method == null) {
            throw new RpcFaultException(Fault.UNKNOWN_METHOD);
        }
        return method.call(new RpcParameters(rpcRequest.parameters()));
    }

    /** About as many bytes as it is as XML. */
    private static long size(Object value) {
        if (value instanceof List<?> list) {
            return SIZE_OF_VALUE + list.stream().mapToLong(RpcMethods::size).sum();
        }
        if (value instanceof Map<?, ?> struct) {
            return SIZE_OF_VALUE
                    + struct.entrySet().stream()
                            .mapToLong(member -> size(member.getKey()) + size(member.getValue()))
                            .sum();
        }
        return SIZE_OF_VALUE + (value instanceof String text ? text.length() : 0);
    }

    /** Calls one method after the other; a fault fails only its own call, unless the results are too many in all. */
    private Object multicall(RpcParameters parameters) throws RpcFaultException, InterruptedException {
        parameters.expect(1, 1);
        List<Object> results = new ArrayList<>();
        long unreserved = 0;
        for (Object call : parameters.list(0)) {
            try {
                Object result = perform(inner(call));
                results.add(result);
                unreserved += size(result);
                if (unreserved >= MemoryBudget.SMALL) {
                    memory.reserve(unreserved);
                    unreserved = 0;
                }
            } catch (ExhaustedException e) {
                throw e;
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

        /** A text, or a number as one: some clients send the number of a signal as such. */
        String textOrNumber(int index) throws RpcFaultException {
            return index < values.size() && values.get(index) instanceof Integer number
                    ? number.toString()
                    : text(index);
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
