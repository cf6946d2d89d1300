package org.superlance.listener.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.superlance.listener.supervisor.XmlScanner.XmlSyntaxException;

/** The bytes of a document of XML: single ones, plain text, and names. For {@link XmlScanner}. */
final class XmlInput {

    private static final int BUFFER_SIZE = 8 << 10;
    private static final int MAX_NAME = 100;
    /** A power of two; XML-RPC has some twenty names. */
    private static final int NAMES = 64;
    /** The characters of ASCII that are not simply copied. */
    private static final boolean[] SPECIAL = new boolean[128];

    static {
        for (int control = 0; control < ' '; control++) {
            SPECIAL[control] = control != '\t' && control != '\n';
        }
        SPECIAL['<'] = true;
        SPECIAL['&'] = true;
    }

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int position;
    private int limit;

    private final byte[] name = new byte[MAX_NAME];
    private int nameLength;
    private int nameHash;
    private final String[] names = new String[NAMES];

    XmlInput(InputStream in) {
        this.in = in;
    }

    static boolean isSpace(int octet) {
        return octet == ' ' || octet == '\n' || octet == '\t' || octet == '\r';
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        return position < limit || fill() ? buffer[position++] & 0xff : -1;
    }

    /** The next byte. */
    int require() throws IOException {
        int octet = read();
        if (octet < 0) {
            throw new XmlSyntaxException("it ends within a tag");
        }
        return octet;
    }

    void require(char expected) throws IOException {
        int octet = require();
        if (octet != expected) {
            throw new XmlSyntaxException("'" + (char) octet + "' instead of '" + expected + "' in a tag");
        }
    }

    /** Passes over that character if it comes next. */
    boolean skipIf(char character) throws IOException {
        if ((position < limit || fill()) && buffer[position] == character) {
            position++;
            return true;
        }
        return false;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, BUFFER_SIZE);
        position = 0;
        limit = Math.max(0, read);
        return read > 0;
    }

    /** Copies what is nothing but text, up to a character that is more; false at the end of the document. */
    boolean copyPlainText(XmlText text) throws IOException {
        while (position < limit || fill()) {
            int begin = position;
            position = endOfPlainText();
            text.append(buffer, begin, position);
            if (position < limit) {
                return true;
            }
        }
        return false;
    }

    private int endOfPlainText() {
        // not fields, which the JVM's first compiler reads again for each byte
        byte[] octets = buffer;
        boolean[] special = SPECIAL;
        int end = limit;
        for (int i = position; i < end; i++) {
            if (octets[i] >= 0 && special[octets[i]]) {
                return i;
            }
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

    /** Copies up to that end, which is passed over. */
    void copyTo(String end, XmlText text) throws IOException {
        int matched = 0;
        while (matched < end.length()) {
            int octet = require();
            matched = matched(end, matched, octet);
            text.append(octet >= ' ' || isSpace(octet) ? octet : '?');
        }
        text.removeLast(end.length());
    }

    /** For ends that begin with some of the same character. */
    private static int matched(String end, int matched, int octet) {
        if (octet == end.charAt(matched)) {
            return matched + 1;
        }
        if (octet != end.charAt(0)) {
            return 0;
        }
        return matched > 0 && end.charAt(matched - 1) == octet ? matched : 1;
    }

    /** A few characters up to that one, which is passed over. */
    String upTo(char end) throws IOException {
        nameLength = 0;
        for (int octet = require(); octet != end; octet = require()) {
            append(octet);
        }
        return new String(name, 0, nameLength, StandardCharsets.UTF_8);
    }

    /**
     * Reads a name that has begun.
     *
     * @return the character after it
     */
    int readName(int first) throws IOException {
        nameLength = 0;
        nameHash = 0;
        int octet = first;
        while (octet != '>' && octet != '/' && !isSpace(octet)) {
            append(octet);
            nameHash = nameHash * 31 + octet;
            octet = require();
        }
        if (nameLength == 0) {
            throw new XmlSyntaxException("a tag without a name");
        }
        return octet;
    }

    private void append(int octet) throws XmlSyntaxException {
        if (nameLength == MAX_NAME || octet == '<' || octet == '&') {
            throw new XmlSyntaxException("a name that is none or is longer than " + MAX_NAME + " bytes");
        }
        name[nameLength++] = (byte) octet;
    }

    /** The name that was read last. */
    String name() {
        int slot = nameHash & (NAMES - 1);
        String known = names[slot];
        if (known == null || !isName(known)) {
            known = new String(name, 0, nameLength, StandardCharsets.UTF_8);
            names[slot] = known;
        }
        return known;
    }

    /** Whether that is the name that was read last. */
    boolean isName(String other) {
        if (other.length() != nameLength) {
            return other.equals(new String(name, 0, nameLength, StandardCharsets.UTF_8));
        }
        for (int i = 0; i < nameLength; i++) {
            if (other.charAt(i) != name[i]) {
                return name[i] < 0 && other.equals(new String(name, 0, nameLength, StandardCharsets.UTF_8));
            }
        }
        return true;
    }
}
