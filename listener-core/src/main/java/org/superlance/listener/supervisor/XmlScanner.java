package org.superlance.listener.supervisor;

import java.io.IOException;
import java.io.InputStream;
import org.superlance.listener.supervisor.XmlInput.XmlName;

/**
 * Reads XML from outside, one tag after the other, with bounds: as much of it as XML-RPC needs, in UTF-8. There is no
 * document type, hence no entities and nothing fetched from elsewhere; attributes are passed over, and so are comments and
 * processing instructions.
 *
 * <p>With text it is more lenient than a parser should be: a control character that XML forbids becomes a question mark,
 * because supervisord passes on those of a log, such as the colours of a terminal, as they are.
 *
 * <p>Not a library: an answer about 1,000 processes is a megabyte of 110,000 tags, read at each tick in a JVM that compiles
 * little. Aalto, the fastest one, needs twice as long for it, the JDK's six times, and both many more classes.
 *
 * <p>Source: Extensible Markup Language (XML) 1.0, fifth edition.
 */
final class XmlScanner {

    /** supervisord nests nine deep; whoever reads recurses for some levels. */
    private static final int MAX_DEPTH = 64;
    /** Some 15,000 processes; a small heap would not hold what the full 16 MiB of tiny elements become. */
    private static final int MAX_ELEMENTS = 1_000_000;
    /** In bytes, such as {@code #x10FFFF}, with zeros before it. */
    private static final int MAX_REFERENCE_LENGTH = 16;

    private final XmlInput in;
    private final XmlText text = new XmlText();
    /** Whether the last tag began an element, so that text is its text, and somebody may ask for it. */
    private boolean isTextWanted;

    private final XmlName[] open = new XmlName[MAX_DEPTH];
    private int depth;
    private int elements;
    private boolean isEndDue;

    XmlScanner(InputStream in) {
        this.in = new XmlInput(in);
    }

    /** What {@link #next()} has come to. */
    enum Token {
        START,
        END,
        END_OF_DOCUMENT
    }

    /** It is not XML, or not of the kind that this reads; the message says why, in words about the document. */
    static final class XmlSyntaxException extends IOException {

        private static final long serialVersionUID = 1;

        XmlSyntaxException(String message) {
            super(message);
        }
    }

    /** Goes on to the next tag, and over the text before it. */
    Token next() throws IOException {
        text.clear();
        if (isEndDue) {
            isEndDue = false;
            return end();
        }
        // what nearly every tag is, in one step
        int first = depth == 0 ? XmlInput.OTHER : in.readToTag(text, isTextWanted);
        if (first == '/') {
            return endTag();
        }
        if (first != XmlInput.OTHER) {
            return startTag();
        }
        while (readText()) {
            switch (in.require()) {
                case '/' -> {
                    return endTag();
                }
                case '?' -> in.skipTo("?>");
                case '!' -> declaration();
                default -> {
                    in.unread();
                    return startTag();
                }
            }
        }
        if (depth > 0) {
            throw new XmlSyntaxException("it ends within <" + name() + ">");
        }
        if (elements == 0) {
            throw new XmlSyntaxException("it holds no element");
        }
        return Token.END_OF_DOCUMENT;
    }

    /** The name of the element that has begun. Those of an extension of XML-RPC have a namespace, and none that is known. */
    String name() {
        return open[depth - 1].text();
    }

    /** The text of the element that has just ended, if there was nothing else in it. */
    XmlText text() {
        return text;
    }

    /** Passes over the rest of an element that has begun. */
    void skip() throws IOException {
        int outside = depth - 1;
        do {
            isTextWanted = false;
        } while (next() != Token.END || depth > outside);
    }

    /** Up to the next tag, or false at the end. */
    private boolean readText() throws IOException {
        if (elements == 0) {
            in.skipByteOrderMark();
        }
        while (in.readPlainText(text, isTextWanted || depth == 0)) {
            int octet = in.read();
            switch (octet) {
                case '<' -> {
                    checkTextOutside();
                    return true;
                }
                case '&' -> reference();
                case '\r' -> newline();
                default -> text.append('?');
            }
        }
        checkTextOutside();
        return false;
    }

    private void checkTextOutside() throws XmlSyntaxException {
        if (depth == 0 && !text.isBlank()) {
            throw new XmlSyntaxException("text outside of any element");
        }
    }

    /** A carriage return, alone or with a line feed. */
    private void newline() throws IOException {
        in.skipIf('\n');
        text.append('\n');
    }

    private void reference() throws IOException {
        StringBuilder name = new StringBuilder(MAX_REFERENCE_LENGTH);
        for (int octet = in.require(); octet != ';'; octet = in.require()) {
            if (name.length() == MAX_REFERENCE_LENGTH || octet >= 0x80 || octet <= ' ' || octet == '<') {
                throw new XmlSyntaxException("& that begins no reference");
            }
            name.append((char) octet);
        }
        text.appendCharacter(character(name.toString()));
    }

    private static int character(String reference) throws XmlSyntaxException {
        return switch (reference) {
            case "lt" -> '<';
            case "gt" -> '>';
            case "amp" -> '&';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> number(reference);
        };
    }

    private static int number(String reference) throws XmlSyntaxException {
        int radix = reference.startsWith("#x") ? 16 : 10;
        int begin = radix == 16 ? 2 : 1;
        if (reference.startsWith("#")
                && reference.length() > begin
                && Character.digit(reference.charAt(begin), radix) >= 0) {
            try {
                int character = Integer.parseInt(reference.substring(begin), radix);
                if (isAllowed(character)) {
                    return character;
                }
            } catch (NumberFormatException e) {
                // refused as any other
            }
        }
        throw new XmlSyntaxException("unknown reference &" + reference + ";");
    }

    private static boolean isAllowed(int character) {
        return Character.isValidCodePoint(character)
                && Character.getType(character) != Character.SURROGATE
                && (character >= ' ' || XmlInput.isSpace(character))
                && character != 0xfffe
                && character != 0xffff;
    }

    private void declaration() throws IOException {
        if (in.skipIf('-')) {
            in.require("-");
            in.skipTo("--");
            in.require(">");
        } else if (depth > 0 && in.skipIf('[')) {
            in.require("CDATA[");
            characterData();
        } else {
            throw new XmlSyntaxException("a document type or another declaration");
        }
    }

    private void characterData() throws IOException {
        String end = "]]>";
        int matched = 0;
        while (matched < end.length()) {
            int octet = in.require();
            matched = XmlInput.matched(end, matched, octet);
            if (octet == '\r') {
                newline();
            } else {
                text.append(octet >= ' ' || XmlInput.isSpace(octet) ? octet : '?');
            }
        }
        text.removeLast(end.length());
    }

    private Token startTag() throws IOException {
        if (depth == 0 && elements > 0) {
            throw new XmlSyntaxException("more than one outermost element");
        }
        if (depth == MAX_DEPTH) {
            throw new XmlSyntaxException("nested deeper than " + MAX_DEPTH + " elements");
        }
        if (++elements > MAX_ELEMENTS) {
            throw new XmlSyntaxException("more than " + MAX_ELEMENTS + " elements");
        }
        open[depth++] = in.name();
        isTextWanted = true;
        if (!in.skipIf('>')) {
            attributes();
        }
        return Token.START;
    }

    /** And the end of the tag. */
    private void attributes() throws IOException {
        int octet = in.require();
        while (XmlInput.isSpace(octet)) {
            if (in.isName()) {
                attribute();
            }
            octet = in.require();
        }
        if (octet == '/') {
            in.require(">");
            isEndDue = true;
        } else if (octet != '>') {
            throw new XmlSyntaxException("'" + (char) octet + "' in the tag <" + name() + ">");
        }
    }

    private void attribute() throws IOException {
        String name = in.name().text();
        if (in.requireAfterSpace() != '=') {
            throw new XmlSyntaxException("the attribute " + name + " without a value");
        }
        int quote = in.requireAfterSpace();
        if (quote != '"' && quote != '\'') {
            throw new XmlSyntaxException("the attribute " + name + " without quotes");
        }
        for (int octet = in.require(); octet != quote; octet = in.require()) {
            if (octet == '<') {
                throw new XmlSyntaxException("'<' in the attribute " + name);
            }
        }
    }

    private Token endTag() throws IOException {
        if (depth == 0 || !in.skipIf(open[depth - 1])) {
            throw new XmlSyntaxException("an end tag that is not the one of the last element");
        }
        if (!in.skipIf('>') && in.requireAfterSpace() != '>') {
            throw new XmlSyntaxException("an end tag that does not end");
        }
        return end();
    }

    private Token end() {
        if (!isTextWanted) {
            // what reads references and the like does not ask
            text.clear();
        }
        isTextWanted = false;
        depth--;
        return Token.END;
    }
}
