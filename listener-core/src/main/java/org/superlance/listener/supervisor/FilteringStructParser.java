package org.superlance.listener.supervisor;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.MapParser;

/**
 * Keeps the members of a struct that somebody asks for. An answer about 5,000 processes has 70,000 members, each with
 * a name of its own, and a listener has a small heap.
 */
final class FilteringStructParser extends MapParser {

    /** Each name once: the key that is kept. */
    private static final Map<String, String> WANTED = Stream.of(
                    "name",
                    "group",
                    "start",
                    "stop",
                    "now",
                    "state",
                    "statename",
                    "spawnerr",
                    "exitstatus",
                    "pid",
                    "stdout_logfile",
                    "stderr_logfile",
                    "status",
                    "description",
                    "faultCode",
                    "faultString")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

    FilteringStructParser(XmlRpcStreamConfig config, NamespaceContextImpl context, TypeFactory types) {
        super(config, context, types);
    }

    @Override
    public Object getResult() throws XmlRpcException {
        Map<String, Object> kept = new HashMap<>();
        if (super.getResult() instanceof Map<?, ?> all) {
            all.forEach((key, value) -> {
                String name = key instanceof String text ? WANTED.get(text) : null;
                if (name != null && value != null) {
                    kept.put(name, "".equals(value) ? "" : value);
                }
            });
        }
        return kept;
    }
}
