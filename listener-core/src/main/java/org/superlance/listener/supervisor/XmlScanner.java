package org.superlance.listener.supervisor;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads XML from outside, one tag after the other, with bounds: as much of it as XML-RPC needs, in UTF-8. There is no
 * document type, hence no entities and nothing fetched from elsewhere; attributes are passed over, and so are namespaces,
 * comments and processing instructions.
 *
 * <p>An answer about 1,000 processes has 110,000 tags in a megabyte: a parser that can do everything needs three times as
 * long for it, and many more classes. With text it is more lenient than a parser should be: a byte that is no UTF-8
 * becomes a replacement character, and a control character that XML forbids a question mark, because supervisord passes on
 * those of a log, such as the colours of a terminal, as they are.
 *
 * <p>Source: Extensible Markup Language (XML) 1.0, fifth edition.
 */
final class XmlScanner {

    /** supervisord nests nine deep; whoever reads recurses for some levels. */
    private static final int MAX_DEPTH = 64;
    /** Some 15,000 processes; a small heap would not hold what the full 16 MiB of tiny elements become. */
    private static final int MAX_ELEMENTS = 1_000_000;

    private final XmlInput in;
    private final XmlText text = new XmlText();
    private final String[] open = new String[MAX_DEPTH];
    private int depth;
    private int elements;
    private boolean endIsDue;

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
        if (endIsDue) {
            endIsDue = false;
            return end();
        }
        while (readText()) {
            int octet = in.require();
            switch (octet) {
                case '/' -> {
                    return endTag();
                }
                case '?' -> in.skipTo("?>");
                case '!' -> declaration();
                default -> {
                    return startTag(octet);
                }
            }
        }
        if (depth > 0) {
            throw new XmlSyntaxException("it ends within <" + open[depth - 1] + ">");
        }
        if (elements == 0) {
            throw new XmlSyntaxException("it holds no element");
        }
        return Token.END_OF_DOCUMENT;
    }

    /** The name of the element that has begun. */
    String name() {
        return open[depth - 1];
    }

    /** The text between the last tag and the one before. */
    String text() {
        return text.toString();
    }

    /** Passes over the rest of an element that has begun. */
    void skip() throws IOException {
        int outside = depth - 1;
        Token token = next();
        while (token != Token.END || depth > outside) {
            token = next();
        }
    }

    /** Up to the next tag, or false at the end. */
    private boolean readText() throws IOException {
        while (in.copyPlainText(text)) {
            int octet = in.read();
            switch (octet) {
                case '<' -> {
                    checkTextOutside();
                    return true;
                }
                case '&' -> reference();
                case '\r' -> {
                    in.skipIf('\n');
                    text.append('\n');
                }
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

    private void reference() throws IOException {
        String name = in.upTo(';');
        switch (name) {
            case "lt" -> text.append('<');
            case "gt" -> text.append('>');
            case "amp" -> text.append('&');
            case "quot" -> text.append('"');
            case "apos" -> text.append('\'');
            default -> text.appendCodePoint(codePoint(name));
        }
    }

    private static int codePoint(String reference) throws XmlSyntaxException {
        try {
            if (reference.startsWith("#x")) {
                return Integer.parseInt(reference.substring(2), 16);
            }
            if (reference.startsWith("#")) {
                return Integer.parseInt(reference.substring(1));
            }
        } catch (NumberFormatException e) {
            // refused as any other
        }
        throw new XmlSyntaxException("unknown reference &" + reference + ";");
    }

    private void declaration() throws IOException {
        if (in.skipIf('-')) {
            in.require('-');
            in.skipTo("-->");
        } else if (depth > 0 && in.skipIf('[')) {
            for (char expected : "CDATA[".toCharArray()) {
                in.require(expected);
            }
            in.copyTo("]]>", text);
        } else {
            throw new XmlSyntaxException("a document type or another declaration");
        }
    }

    private Token startTag(int first) throws IOException {
        if (depth == 0 && elements > 0) {
            throw new XmlSyntaxException("more than one outermost element");
        }
        if (depth == MAX_DEPTH) {
            throw new XmlSyntaxException("nested deeper than " + MAX_DEPTH + " elements");
        }
        if (++elements > MAX_ELEMENTS) {
            throw new XmlSyntaxException("more than " + MAX_ELEMENTS + " elements");
        }
        int octet = in.readName(first);
        open[depth++] = in.name();
        while (octet != '>') {
            if (octet == '/') {
                in.require('>');
                endIsDue = true;
                return Token.START;
            }
            octet = XmlInput.isSpace(octet) ? in.require() : attribute(octet);
        }
        return Token.START;
    }

    /** Whose name has begun; returns what follows it. */
    private int attribute(int first) throws IOException {
        for (int octet = first; octet != '='; octet = in.require()) {
            if (octet == '<' || octet == '>') {
                throw new XmlSyntaxException("an attribute without a value in <" + name() + ">");
            }
        }
        int quote = in.require();
        while (XmlInput.isSpace(quote)) {
            quote = in.require();
        }
        if (quote != '"' && quote != '\'') {
            throw new XmlSyntaxException("an attribute without quotes in <" + name() + ">");
        }
        in.skipTo(String.valueOf((char) quote));
        return in.require();
    }

    private Token endTag() throws IOException {
        int octet = in.readName(in.require());
        while (XmlInput.isSpace(octet)) {
            octet = in.require();
        }
        if (octet != '>' || depth == 0 || !in.isName(open[depth - 1])) {
            throw new XmlSyntaxException("misplaced </" + in.name() + ">");
        }
        return end();
    }

    private Token end() {
        depth--;
        return Token.END;
    }
}
