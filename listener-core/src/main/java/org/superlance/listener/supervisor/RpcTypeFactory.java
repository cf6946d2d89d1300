package org.superlance.listener.supervisor;

import java.util.Set;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.common.TypeFactoryImpl;
import org.apache.xmlrpc.common.XmlRpcController;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.TypeParser;
import org.jspecify.annotations.Nullable;

/** The types that an answer may hold: those of XML-RPC itself, and none of the extensions, whatever the settings. */
final class RpcTypeFactory extends TypeFactoryImpl {

    private static final Set<String> SUPPORTED =
            Set.of("int", "i4", "boolean", "string", "double", "dateTime.iso8601", "array", "base64");

    RpcTypeFactory(XmlRpcController controller) {
        super(controller);
    }

    @Override
    public @Nullable TypeParser getParser(
            XmlRpcStreamConfig config, NamespaceContextImpl context, String uri, String name) {
        if (!uri.isEmpty()) {
            return null;
        }
        if (name.equals("struct")) {
            return new FilteringStructParser(config, context, this);
        }
        return SUPPORTED.contains(name) ? super.getParser(config, context, uri, name) : null;
    }
}
