package org.superlance.procmon.rpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.superlance.procmon.rpc.RpcMethods.RpcRequest;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/** Parses XML-RPC requests. */
final class XmlRpcRequestReader {

    private final SecureXml xml = new SecureXml();

    /** @throws SAXException if the body is no XML-RPC request */
    RpcRequest read(byte[] body) throws SAXException {
        Handler handler = new Handler();
        XMLReader reader = xml.newReader();
        reader.setContentHandler(handler);
        reader.setErrorHandler(handler);
        try {
            reader.parse(new InputSource(new ByteArrayInputStream(body)));
            return handler.rpcRequest();
        } catch (IOException | RuntimeException e) {
            throw new SAXException("unreadable: " + e.getMessage(), e);
        }
    }

    /** Builds a request from its XML, within limits. */
    private static final class Handler extends DefaultHandler {

        /** Enough for ten nested arrays. */
        private static final int MAX_DEPTH = 40;

        private static final int MAX_ELEMENTS = 20_000;

        private final Deque<Object> containers = new ArrayDeque<>();
        private final Deque<String> names = new ArrayDeque<>();
        private final StringBuilder text = new StringBuilder();
        private String method = "";
        private List<Object> parameters = List.of();
        private @Nullable Object value;
        private int depth;
        private int elements;

        /** @throws SAXException if the document is well-formed but no request */
        RpcRequest rpcRequest() throws SAXException {
            if (method.isBlank()) {
                throw new SAXException("no methodName");
            }
            return new RpcRequest(method, parameters);
        }

        @Override
        public void startElement(String uri, String local, String qualified, Attributes attributes)
                throws SAXException {
            if (++depth > MAX_DEPTH || ++elements > MAX_ELEMENTS) {
                throw new SAXException("too many or too deeply nested elements");
            }
            text.setLength(0);
            switch (qualified) {
                case "params", "array" -> containers.push(new ArrayList<>());
                case "struct" -> containers.push(new LinkedHashMap<>());
                case "value" -> value = null;
                default -> {
                    // evaluated at its end
                }
            }
        }

        @Override
        public void characters(char[] characters, int start, int length) {
            text.append(characters, start, length);
        }

        @Override
        public void endElement(String uri, String local, String qualified) throws SAXException {
            depth--;
            switch (qualified) {
                case "methodName" -> method = text.toString().strip();
                case "name" -> names.push(text.toString());
                case "params" -> parameters = List.copyOf(list(containers.pop()));
                case "array", "struct" -> value = containers.pop();
                case "value" -> keep(value == null ? text.toString() : value);
                case "methodCall", "param", "data", "member" -> {
                    // only containers
                }
                default -> value = scalar(qualified, text.toString());
            }
        }

        private void keep(Object finished) throws SAXException {
            Object container = containers.peek();
            value = null;
            if (container instanceof Map<?, ?> && !names.isEmpty()) {
                map(container).put(names.pop(), finished);
            } else if (container instanceof List<?>) {
                list(container).add(finished);
            } else {
                throw new SAXException("misplaced value");
            }
        }

        private static Object scalar(String type, String text) throws SAXException {
            try {
                return switch (type) {
                    case "int", "i4" -> Integer.parseInt(text.strip());
                    case "boolean" -> text.strip().equals("1");
                    case "string", "dateTime.iso8601" -> text;
                    case "double" -> Double.parseDouble(text.strip());
                    case "base64" -> new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
                    default -> throw new SAXException("unknown type " + type);
                };
            } catch (IllegalArgumentException e) {
                throw new SAXException("invalid value of type " + type, e);
            }
        }

        @SuppressWarnings("unchecked") // only lists of objects were put there
        private static List<Object> list(Object container) {
            return (List<Object>) container;
        }

        @SuppressWarnings("unchecked") // only maps of objects were put there
        private static Map<String, Object> map(Object container) {
            return (Map<String, Object>) container;
        }

        @Override
        public void error(SAXParseException exception) throws SAXException {
            throw exception;
        }

        @Override
        public void fatalError(SAXParseException exception) throws SAXException {
            throw exception;
        }
    }
}
