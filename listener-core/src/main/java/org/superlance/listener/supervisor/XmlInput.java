package org.superlance.listener.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.superlance.listener.supervisor.XmlScanner.XmlSyntaxException;

/** The bytes of a document of XML in UTF-8: single ones, plain text, and names. For {@link XmlScanner}. */
final class XmlInput {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    /** In bytes. */
    private static final int MAX_NAME_LENGTH = 256;
    /**
     * With a name that is kept, and the character after it, there is room for as much as the connection buffers: so much it
     * reads without a copy, and without asking the system whether there is more.
     */
    private static final int BUFFER_SIZE = (8 << 10) + MAX_NAME_LENGTH + 1;
    /** A power of two; XML-RPC has some twenty names. */
    private static final int NAMES = 64;
    /** The characters of ASCII that are not simply text. */
    private static final boolean[] MARKUP = new boolean[128];
    /** The bytes that a name may have, by their unsigned value; all those of characters beyond ASCII are let pass. */
    private static final boolean[] NAME = new boolean[256];

    static {
        for (int control = 0; control < ' '; control++) {
            MARKUP[control] = control != '\t' && control != '\n';
        }
        MARKUP['<'] = true;
        MARKUP['&'] = true;
        for (int octet = 0; octet < NAME.length; octet++) {
            boolean letter = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
            boolean digit = octet >= '0' && octet <= '9';
            NAME[octet] = letter || digit || "-._:".indexOf(octet) >= 0 || octet >= 0x80;
        }
    }

    /** What {@link #readToTag} returns for everything but a tag. */
    static final int OTHER = 0;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int position;
    private int limit;
    private final XmlName[] names = new XmlName[NAMES];

    XmlInput(InputStream in) {
        this.in = in;
    }

    /** A name of the document, made once for all tags that have it. */
    static final class XmlName {

        private final byte[] octets;
        private final String text;

        private XmlName(byte[] octets) {
            this.octets = octets;
            // one string for all documents: those that are expected need not be compared character by character
            this.text = new String(octets, StandardCharsets.UTF_8).intern();
        }

        String text() {
            return text;
        }
    }

    static boolean isSpace(int octet) {
        return octet == ' ' || octet == '\n' || octet == '\t' || octet == '\r';
    }

    /** Passes over what some put before a document in UTF-8. */
    void skipByteOrderMark() throws IOException {
        if (load(BYTE_ORDER_MARK.length) && position + BYTE_ORDER_MARK.length <= limit) {
            boolean isThere = Arrays.equals(
                    buffer, position, position + BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
            position += isThere ? BYTE_ORDER_MARK.length : 0;
        }
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        return position < limit || load(1) ? buffer[position++] & 0xff : -1;
    }

    /** The next byte. */
    int require() throws IOException {
        int octet = read();
        if (octet < 0) {
            throw new XmlSyntaxException("it ends within a tag");
        }
        return octet;
    }

    /** Goes back before the byte that was read just now. */
    void unread() {
        position--;
    }

    /** The next byte that is no space. */
    int requireAfterSpace() throws IOException {
        int octet = require();
        while (isSpace(octet)) {
            octet = require();
        }
        return octet;
    }

    void require(String expected) throws IOException {
        for (int i = 0; i < expected.length(); i++) {
            int octet = require();
            if (octet != expected.charAt(i)) {
                throw new XmlSyntaxException("'" + (char) octet + "' instead of '" + expected.charAt(i) + "' in a tag");
            }
        }
    }

    /** Passes over that character if it comes next. */
    boolean skipIf(char character) throws IOException {
        int at = position;
        if (at < limit) {
            boolean isThere = buffer[at] == character;
            position = isThere ? at + 1 : at;
            return isThere;
        }
        return load(1) && skipIf(character);
    }

    /** Whether something comes next that a name may begin with. */
    boolean isName() throws IOException {
        return (position < limit || load(1)) && NAME[buffer[position] & 0xff];
    }

    /** Has so many bytes in the buffer, or all that are left; false if there are none. */
    private boolean load(int count) throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < count) {
            int read = in.read(buffer, limit, BUFFER_SIZE - limit);
            if (read < 0) {
                break;
            }
            limit += read;
        }
        return limit > 0;
    }

    /** Passes over what is nothing but text, up to a character that is more; false at the end of the document. */
    boolean readPlainText(XmlText text, boolean wanted) throws IOException {
        while (position < limit || load(1)) {
            int begin = position;
            position = endOfPlainText();
            if (wanted) {
                text.append(buffer, begin, position);
            }
            if (position < limit) {
                return true;
            }
        }
        return false;
    }

    /**
     * Passes over plain text and the {@code <} of a tag, and over the slash of an end tag, if all that is in the buffer.
     *
     * @return the first character of the tag; {@link #OTHER}, having done nothing, if it may be anything else
     */
    int readToTag(XmlText text, boolean wanted) {
        int at = endOfPlainText();
        if (at + 1 >= limit || buffer[at] != '<') {
            return OTHER;
        }
        int first = buffer[at + 1];
        if (first == '!' || first == '?') {
            return OTHER;
        }
        if (wanted) {
            text.append(buffer, position, at);
        }
        position = first == '/' ? at + 2 : at + 1;
        return first;
    }

    private int endOfPlainText() {
        // not fields, which the JVM's first compiler reads again for each byte
        byte[] octets = buffer;
        boolean[] markup = MARKUP;
        int end = limit;
        int i = position;
        while (i < end) {
            int octet = octets[i];
            // first what excludes nearly all
            if (octet <= '<' && octet >= 0 && markup[octet]) {
                return i;
            }
            i++;
        }
        return end;
    }

    /** Passes over everything up to that end, and over it. */
    void skipTo(String end) throws IOException {
        int matched = 0;
        while (matched < end.length()) {
            matched = matched(end, matched, require());
        }
    }

    /** How much of the end has come with one more byte; for ends that begin with some of the same character. */
    static int matched(String end, int matched, int octet) {
        if (octet == end.charAt(matched)) {
            return matched + 1;
        }
        if (octet != end.charAt(0)) {
            return 0;
        }
        return matched > 0 && end.charAt(matched - 1) == octet ? matched : 1;
    }

    /** Reads the name that comes next. */
    XmlName name() throws IOException {
        if (limit - position <= MAX_NAME_LENGTH) {
            load(MAX_NAME_LENGTH + 1);
        }
        byte[] octets = buffer;
        boolean[] name = NAME;
        int end = limit;
        int hash = 0;
        int i = position;
        while (i < end && name[octets[i] & 0xff]) {
            hash = hash * 31 + octets[i];
            i++;
        }
        int begin = position;
        position = i;
        XmlName known = names[hash & (NAMES - 1)];
        if (known == null || known.octets.length != i - begin || !isAt(begin, known)) {
            known = newName(begin, i);
            names[hash & (NAMES - 1)] = known;
        }
        return known;
    }

    private XmlName newName(int begin, int end) throws XmlSyntaxException {
        if (begin == end || (buffer[begin] >= 0 && buffer[begin] <= '9')) {
            throw new XmlSyntaxException("a tag or an attribute without a name");
        }
        if (end - begin > MAX_NAME_LENGTH) {
            throw new XmlSyntaxException("a name longer than " + MAX_NAME_LENGTH + " bytes");
        }
        byte[] octets = new byte[end - begin];
        System.arraycopy(buffer, begin, octets, 0, octets.length);
        return new XmlName(octets);
    }

    /** Passes over that name if it comes next; what comes after it may make it a longer one. */
    boolean skipIf(XmlName expected) throws IOException {
        int length = expected.octets.length;
        if (limit - position < length) {
            load(length);
        }
        int begin = position;
        if (limit - begin < length || !isAt(begin, expected)) {
            return false;
        }
        position = begin + length;
        return true;
    }

    private boolean isAt(int begin, XmlName name) {
        byte[] octets = buffer;
        byte[] expected = name.octets;
        int at = begin;
        for (byte octet : expected) {
            if (octets[at++] != octet) {
                return false;
            }
        }
        return true;
    }
}
