package org.superlance.procmon.rpc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the RPC methods take and answer, for clients that ask.
 *
 * @param byName by the name of the method
 */
record MethodDescriptions(Map<String, MethodDescription> byName) {

    private static final String FILE = "methods.txt";

    MethodDescriptions {
        byName = Map.copyOf(byName);
    }

    /**
     * One method.
     *
     * @param types in XML-RPC: that of the result, then those of the parameters
     */
    record MethodDescription(String method, List<String> types, String help) {

        /** @param line {@code method: result parameter…: help} */
        static MethodDescription parse(String line) {
            String[] parts = line.split(": ", 3);
            return new MethodDescription(parts[0], List.of(parts[1].split(" ")), parts[2]);
        }
    }

    static MethodDescriptions read() {
        return new MethodDescriptions(RpcResources.text(FILE)
                .lines()
                .map(MethodDescription::parse)
                .collect(Collectors.toMap(MethodDescription::method, Function.identity())));
    }

    Optional<MethodDescription> find(String method) {
        return Optional.ofNullable(byName.get(method));
    }
}
