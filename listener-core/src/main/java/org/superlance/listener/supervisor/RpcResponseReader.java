package org.superlance.listener.supervisor;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.client.XmlRpcClientException;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.TypeFactoryImpl;
import org.apache.xmlrpc.common.XmlRpcController;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.common.XmlRpcStreamRequestConfig;
import org.apache.xmlrpc.parser.MapParser;
import org.apache.xmlrpc.parser.TypeParser;
import org.apache.xmlrpc.parser.XmlRpcResponseParser;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.RpcClient.RawResponse;
import org.xml.sax.Attributes;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;

/** Reads the XML of answers, with bounds. */
final class RpcResponseReader {

    private final SecureXml xml = new SecureXml();
    private final TypeFactory types;

    RpcResponseReader(TypeFactory types) {
        this.types = types;
    }

    /**
     * The types that an answer may hold: those of XML-RPC itself, and none of the extensions, whatever the settings.
     */
    static TypeFactory types(XmlRpcController controller) {
        return new Types(controller);
    }

    XMLReader newXmlReader() throws XmlRpcException {
        try {
            return xml.newReader();
        } catch (SAXException e) {
            throw new XmlRpcClientException(String.valueOf(e.getMessage()), e);
        }
    }

    /** @throws XmlRpcClientException caused by the {@link IOException} if that is what happened */
    RawResponse read(XmlRpcStreamRequestConfig config, InputStream in) throws XmlRpcException {
        Parser parser = new Parser(config, types);
        XMLReader reader = newXmlReader();
        reader.setContentHandler(parser);
        reader.setErrorHandler(parser);
        try {
            reader.parse(new InputSource(new SanitizingInputStream(in)));
            return parser.response(parser.getResult());
        } catch (SAXException | IOException e) {
            throw new XmlRpcClientException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            // the library casts without looking
            throw new XmlRpcClientException("its types cannot be read: " + e, e);
        }
    }

    /** Knows no extension, and filters structs. */
    private static final class Types extends TypeFactoryImpl {

        private static final Set<String> SUPPORTED =
                Set.of("int", "i4", "boolean", "string", "double", "dateTime.iso8601", "array", "base64");

        Types(XmlRpcController controller) {
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

    /**
     * Keeps the members of a struct that somebody asks for. An answer about 5,000 processes has 70,000 members, each
     * with a name of its own, and a listener has a small heap.
     */
    private static final class FilteringStructParser extends MapParser {

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

    /**
     * Builds the result out of an answer, with bounds. It is its own error handler because the one of the JDK prints on
     * stderr.
     */
    private static final class Parser extends XmlRpcResponseParser implements ErrorHandler {

        /** supervisord nests nine deep; the library recurses once or twice for each level. */
        private static final int MAX_DEPTH = 64;
        /** Some 15,000 processes; a small heap would not hold what the full 16 MiB of tiny elements become. */
        private static final int MAX_ELEMENTS = 1_000_000;

        private final List<Object> results = new ArrayList<>();
        private int depth;
        private int elements;

        Parser(XmlRpcStreamRequestConfig config, TypeFactory types) {
            super(config, types);
        }

        /** @throws SAXException if the document was well formed and yet held no answer */
        RawResponse response(@Nullable Object result) throws SAXException {
            if (results.isEmpty()) {
                throw new SAXException("neither a result nor a fault");
            }
            if (!isSuccess()) {
                return new RawResponse.FaultValue(getErrorCode(), text());
            }
            // the Go supervisord answers several results where others answer one array
            return new RawResponse.Value(results.size() == 1 ? result : results.toArray());
        }

        private String text() {
            String message = getErrorMessage();
            return message == null ? "" : message;
        }

        @Override
        protected void addResult(Object result) throws SAXException {
            super.addResult(result);
            results.add(result);
        }

        @Override
        public void startElement(String uri, String localName, String qualifiedName, Attributes attributes)
                throws SAXException {
            if (++depth > MAX_DEPTH) {
                throw new SAXException("nested deeper than " + MAX_DEPTH + " elements");
            }
            if (++elements > MAX_ELEMENTS) {
                throw new SAXException("more than " + MAX_ELEMENTS + " elements");
            }
            super.startElement(uri, localName, qualifiedName, attributes);
        }

        @Override
        public void endElement(String uri, String localName, String qualifiedName) throws SAXException {
            depth--;
            super.endElement(uri, localName, qualifiedName);
        }

        @Override
        public void warning(SAXParseException exception) {
            // what is merely unusual does no harm
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

    /**
     * Replaces the control characters that XML forbids by question marks: supervisord passes on those of a log, such as
     * the colours of a terminal, as they are, and no parser would take the answer.
     */
    private static final class SanitizingInputStream extends FilterInputStream {

        SanitizingInputStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            return next >= 0 && isForbidden(next) ? '?' : next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            for (int i = offset; i < offset + read; i++) {
                if (isForbidden(buffer[i])) {
                    buffer[i] = '?';
                }
            }
            return read;
        }

        /** In UTF-8 such a byte is always a character; the bytes of longer characters are negative. */
        private static boolean isForbidden(int octet) {
            return octet >= 0 && octet < ' ' && octet != '\t' && octet != '\n' && octet != '\r';
        }
    }
}
