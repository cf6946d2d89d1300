package org.superlance.listener.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.superlance.listener.supervisor.RpcClient.RawResponse;
import org.superlance.listener.supervisor.XmlScanner.Token;
import org.superlance.listener.supervisor.XmlScanner.XmlSyntaxException;

/**
 * Reads one answer. Of the types of XML-RPC it makes {@link String}, {@link Integer}, {@link Boolean}, {@link Double},
 * arrays of objects and maps by name; a time and base64, which supervisord never answers, become {@link Unread}. There
 * are no other types, whatever the answer says.
 *
 * <p>Source: the XML-RPC specification of 15 June 1999.
 */
final class RpcResponseReader {

    /**
     * The members of a struct that somebody asks for. An answer about 5,000 processes has 70,000 members, and a listener
     * has a small heap.
     */
    private static final Set<String> WANTED = Set.of(
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
            "faultString");

    private final XmlScanner xml;

    private RpcResponseReader(InputStream in) throws IOException {
        this.xml = new XmlScanner(in);
    }

    /** A value of a type that nobody needs. */
    private record Unread(String type) {}

    /** @throws IOException if it cannot be read to its end, or is no answer; the message says what is wrong with it */
    static RawResponse read(InputStream in) throws IOException {
        return new RpcResponseReader(in).response();
    }

    private RawResponse response() throws IOException {
        begin("methodResponse");
        if (xml.next() != Token.START) {
            throw new XmlSyntaxException("neither a result nor a fault");
        }
        RawResponse response = switch (xml.name()) {
            case "params" -> result();
            case "fault" -> fault();
            default -> throw unexpected();
        };
        end();
        if (xml.next() != Token.END_OF_DOCUMENT) {
            throw unexpected();
        }
        return response;
    }

    private RawResponse result() throws IOException {
        List<Object> results = new ArrayList<>();
        while (isNext("param")) {
            begin("value");
            results.add(value());
            end();
        }
        if (results.isEmpty()) {
            throw new XmlSyntaxException("neither a result nor a fault");
        }
        // the Go supervisord answers several results where others answer one array
        return new RawResponse.Value(results.size() == 1 ? results.get(0) : results.toArray());
    }

    private RawResponse fault() throws IOException {
        begin("value");
        Object value = value();
        end();
        if (value instanceof Map<?, ?> fault
                && fault.get("faultCode") instanceof Integer code
                && (fault.get("faultString") == null || fault.get("faultString") instanceof String)) {
            return new RawResponse.FaultValue(code, fault.get("faultString") instanceof String text ? text : "");
        }
        throw new XmlSyntaxException("a fault without a number, or whose text is none");
    }

    /** Of an element {@code value} that has begun, which it passes over. */
    private Object value() throws IOException {
        if (xml.next() == Token.END) {
            return xml.text();
        }
        Object value = typed(xml.name());
        end();
        return value;
    }

    private Object typed(String type) throws IOException {
        return switch (type) {
            case "string" -> text();
            case "int", "i4" -> number(Integer::valueOf);
            case "boolean" -> truth();
            case "double" -> number(Double::valueOf);
            case "array" -> array();
            case "struct" -> struct();
            case "dateTime.iso8601", "base64" -> unread(type);
            default -> throw new XmlSyntaxException("a value of the unknown type " + type);
        };
    }

    private String text() throws IOException {
        end();
        return xml.text();
    }

    private <N extends Number> N number(Function<String, N> parser) throws IOException {
        String text = text();
        try {
            return parser.apply(text.strip());
        } catch (NumberFormatException e) {
            throw new XmlSyntaxException("'" + text + "' instead of a number");
        }
    }

    private Boolean truth() throws IOException {
        String text = text();
        return switch (text.strip()) {
            case "1" -> true;
            case "0" -> false;
            default -> throw new XmlSyntaxException("'" + text + "' instead of 0 or 1");
        };
    }

    private Unread unread(String type) throws IOException {
        end();
        return new Unread(type);
    }

    private Object[] array() throws IOException {
        List<Object> values = new ArrayList<>();
        begin("data");
        while (isNext("value")) {
            values.add(value());
        }
        end();
        return values.toArray();
    }

    private Map<String, Object> struct() throws IOException {
        Map<String, Object> members = new HashMap<>();
        while (isNext("member")) {
            begin("name");
            String name = text();
            begin("value");
            if (WANTED.contains(name)) {
                members.put(name, value());
            } else {
                xml.skip();
            }
            end();
        }
        return members;
    }

    /** Whether such an element comes next, and not the end of the one around it. */
    private boolean isNext(String name) throws IOException {
        if (xml.next() == Token.END) {
            return false;
        }
        expect(name);
        return true;
    }

    private void begin(String name) throws IOException {
        if (xml.next() != Token.START) {
            throw new XmlSyntaxException("no <" + name + ">");
        }
        expect(name);
    }

    private void expect(String name) throws XmlSyntaxException {
        if (!xml.name().equals(name)) {
            throw new XmlSyntaxException("<" + xml.name() + "> instead of <" + name + ">");
        }
    }

    private void end() throws IOException {
        if (xml.next() != Token.END) {
            throw unexpected();
        }
    }

    private XmlSyntaxException unexpected() {
        return new XmlSyntaxException("<" + xml.name() + "> where it has no place");
    }
}
