package org.superlance.procmon.rpc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes XML-RPC responses. */
final class XmlRpcResponseWriter {

    private final StringBuilder xml = new StringBuilder("<?xml version='1.0'?>\n<methodResponse>\n");

    private XmlRpcResponseWriter() {}

    /** @param result strings, integers, booleans, doubles, lists and maps */
    static byte[] result(Object result) {
        XmlRpcResponseWriter writer = new XmlRpcResponseWriter();
        writer.xml.append("<params>\n<param>\n");
        writer.value(result);
        writer.xml.append("</param>\n</params>\n</methodResponse>\n");
        return writer.bytes();
    }

    static byte[] fault(RpcFaultException fault) {
        XmlRpcResponseWriter writer = new XmlRpcResponseWriter();
        writer.xml.append("<fault>\n");
        writer.value(fault.struct());
        writer.xml.append("</fault>\n</methodResponse>\n");
        return writer.bytes();
    }

    private byte[] bytes() {
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(Object value) {
        xml.append("<value>");
        if (value instanceof List<?> list) {
            xml.append("<array><data>\n");
            list.forEach(this::value);
            xml.append("</data></array>");
        } else if (value instanceof Map<?, ?> struct) {
            xml.append("<struct>\n");
            struct.forEach(this::member);
            xml.append("</struct>");
        } else if (value instanceof Integer number) {
            xml.append("<int>").append(number.intValue()).append("</int>");
        } else if (value instanceof Boolean flag) {
            xml.append("<boolean>").append(flag ? 1 : 0).append("</boolean>");
        } else if (value instanceof Double number) {
            xml.append("<double>").append(number.doubleValue()).append("</double>");
        } else {
            xml.append("<string>");
            text(value.toString());
            xml.append("</string>");
        }
        xml.append("</value>\n");
    }

    private void member(Object name, Object value) {
        xml.append("<member>\n<name>");
        text(name.toString());
        xml.append("</name>\n");
        value(value);
        xml.append("</member>\n");
    }

    /** Characters that XML forbids, such as terminal escapes in a log, become question marks. */
    private void text(String text) {
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '\r' -> xml.append("&#13;");
                default -> xml.appendCodePoint(isAllowed(character) ? character : '?');
            }
        });
    }

    private static boolean isAllowed(int character) {
        return character >= ' '
                ? !Character.isSurrogate((char) Math.min(character, Character.MAX_VALUE))
                        && (character & 0xFFFE) != 0xFFFE
                : character == '\t' || character == '\n';
    }
}
