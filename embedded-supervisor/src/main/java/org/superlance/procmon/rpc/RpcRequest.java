package org.superlance.procmon.rpc;

import java.util.List;

/**
 * A call as it came.
 *
 * @param method such as {@code supervisor.getState}
 * @param parameters texts, integers, booleans, doubles, lists and maps
 */
record RpcRequest(String method, List<Object> parameters) {}
