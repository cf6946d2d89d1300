package org.superlance.listener.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.RpcClient.RawResponse;
import org.superlance.listener.supervisor.RpcStruct.RpcMember;
import org.superlance.listener.supervisor.XmlScanner.Token;
import org.superlance.listener.supervisor.XmlScanner.XmlSyntaxException;

/**
 * Reads one answer. Of the types of XML-RPC it makes {@link String}, {@link Integer}, {@link Boolean}, {@link Double},
 * arrays of objects and {@link RpcStruct}; a time and base64, which supervisord never answers, become {@link Unread}. There
 * are no other types, whatever the answer says.
 *
 * <p>Source: the XML-RPC specification of 15 June 1999.
 */
final class RpcResponseReader {

    private final XmlScanner xml;
    private final UnaryOperator<Object> entries;
    /** Which member followed which, by the ordinal of that and 1; by 0, which one was the first. */
    private final @Nullable RpcMember[] following = new RpcMember[RpcMember.values().length + 1];

    private int last;

    private RpcResponseReader(InputStream in, UnaryOperator<Object> entries) {
        this.xml = new XmlScanner(in);
        this.entries = entries;
    }

    /** A value of a type that nobody needs. */
    private record Unread(String type) {}

    /**
     * Reads an answer to its end.
     *
     * @param entries what becomes of each entry of an array that is the result, as soon as the entry has been read
     * @throws IOException if it cannot be read to its end, or is no answer; the message says what is wrong with it
     */
    static RawResponse read(InputStream in, UnaryOperator<Object> entries) throws IOException {
        return new RpcResponseReader(in, entries).response();
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
            results.add(value(entries));
            end();
        }
        if (results.isEmpty()) {
            throw new XmlSyntaxException("neither a result nor a fault");
        }
        if (results.size() == 1) {
            return new RawResponse.Value(results.get(0));
        }
        // the Go supervisord answers several results where others answer one array
        results.replaceAll(entries);
        return new RawResponse.Value(results.toArray());
    }

    private RawResponse fault() throws IOException {
        begin("value");
        Object value = value();
        end();
        if (value instanceof RpcStruct fault && fault.get(RpcMember.FAULT_CODE) instanceof Integer code) {
            Object text = fault.get(RpcMember.FAULT_STRING);
            if (text == null || text instanceof String) {
                return new RawResponse.FaultValue(code, text == null ? "" : text.toString());
            }
        }
        throw new XmlSyntaxException("a fault without a number, or whose text is none");
    }

    /** Not the identity of the JDK, which is a lambda that each process would link anew. */
    private static Object asRead(Object entry) {
        return entry;
    }

    private Object value() throws IOException {
        return value(RpcResponseReader::asRead);
    }

    /** Of an element {@code value} that has begun, which it passes over. */
    private Object value(UnaryOperator<Object> ofEntries) throws IOException {
        if (xml.next() == Token.END) {
            return xml.text().string();
        }
        Object value = typed(xml.name(), ofEntries);
        end();
        return value;
    }

    private Object typed(String type, UnaryOperator<Object> ofEntries) throws IOException {
        return switch (type) {
            case "string" -> text();
            case "int", "i4" -> integer();
            case "boolean" -> truth();
            case "double" -> number(text(), Double::valueOf);
            case "array" -> array(ofEntries);
            case "struct" -> struct();
            case "dateTime.iso8601", "base64" -> unread(type);
            default -> throw new XmlSyntaxException("a value of the unknown type " + type);
        };
    }

    private String text() throws IOException {
        end();
        return xml.text().string();
    }

    private Integer integer() throws IOException {
        end();
        long digits = xml.text().digits();
        return digits >= 0 && digits <= Integer.MAX_VALUE
                ? Integer.valueOf((int) digits)
                : number(xml.text().string(), Integer::valueOf);
    }

    private static <N extends Number> N number(String text, Function<String, N> parser) throws XmlSyntaxException {
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

    private Object[] array(UnaryOperator<Object> ofEntries) throws IOException {
        List<Object> values = new ArrayList<>();
        begin("data");
        while (isNext("value")) {
            values.add(ofEntries.apply(value()));
        }
        end();
        return values.toArray();
    }

    private RpcStruct struct() throws IOException {
        RpcStruct struct = new RpcStruct();
        last = 0;
        while (isNext("member")) {
            begin("name");
            RpcMember member = member();
            begin("value");
            if (member != null) {
                struct.put(member, value());
            } else {
                xml.skip();
            }
            end();
        }
        return struct;
    }

    /** Of an element {@code name} that has begun. The structs of an array have nearly always the same members in the same order. */
    @SuppressWarnings("EnumOrdinal") // the index of an array that lives as long as this; nothing keeps it
    private @Nullable RpcMember member() throws IOException {
        end();
        RpcMember expected = following[last];
        if (expected != null && xml.text().is(expected.toString())) {
            last = expected.ordinal() + 1;
            return expected;
        }
        RpcMember member = RpcMember.of(xml.text().string());
        if (member != null) {
            following[last] = member;
            last = member.ordinal() + 1;
        }
        return member;
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
