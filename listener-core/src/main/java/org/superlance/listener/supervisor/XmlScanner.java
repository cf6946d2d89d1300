package org.superlance.listener.supervisor;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reads XML from outside, one tag after the other, with bounds. There is no document type, hence no entities and nothing
 * fetched from elsewhere; attributes are passed over, and so are comments and processing instructions.
 *
 * <p>With text it is more lenient than a parser should be: a control character that XML forbids becomes a question mark,
 * because supervisord passes on those of a log, such as the colours of a terminal, as they are.
 *
 * <p>The parser is Aalto: for an answer about 1,000 processes, a megabyte of 110,000 tags, the JDK's needs three times as
 * long, and twice as many classes.
 */
final class XmlScanner {

    /** supervisord nests nine deep; whoever reads recurses for some levels. */
    private static final int MAX_DEPTH = 64;
    /** Some 15,000 processes; a small heap would not hold what the full 16 MiB of tiny elements become. */
    private static final int MAX_ELEMENTS = 1_000_000;

    private final XMLStreamReader xml;
    /** Whether the last tag began an element, so that text is its text, and somebody may ask for it. */
    private boolean isTextWanted;

    private final XmlText text = new XmlText();

    private int depth;
    private int elements;

    /** @throws IOException if it cannot be read, or begins as no XML does */
    XmlScanner(InputStream in) throws IOException {
        // one for each document, since it keeps the names that it has read
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        try {
            xml = factory.createXMLStreamReader(new SanitizingInputStream(in), "UTF-8");
        } catch (XMLStreamException e) {
            throw asIoException(e);
        }
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
        try {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        isTextWanted = true;
                        return start();
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        isTextWanted = false;
                        depth--;
                        return Token.END;
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        if (isTextWanted) {
                            text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                        }
                    }
                    case XMLStreamConstants.DTD -> throw new XmlSyntaxException("a document type");
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XmlSyntaxException("unknown reference &" + xml.getLocalName() + ";");
                    default -> {
                        // a comment, a processing instruction or the end
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw asIoException(e);
        }
        return Token.END_OF_DOCUMENT;
    }

    private Token start() throws XmlSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw new XmlSyntaxException("nested deeper than " + MAX_DEPTH + " elements");
        }
        if (++elements > MAX_ELEMENTS) {
            throw new XmlSyntaxException("more than " + MAX_ELEMENTS + " elements");
        }
        return Token.START;
    }

    /** The name of the element that has begun. Those of an extension of XML-RPC have a namespace, and none that is known. */
    String name() {
        return xml.getPrefix().isEmpty() ? xml.getLocalName() : xml.getPrefix() + ":" + xml.getLocalName();
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

    /** That of the stream itself, which says that the connection has failed, and not the document. */
    private static IOException asIoException(XMLStreamException e) {
        if (e.getNestedException() instanceof IOException cause) {
            return cause;
        }
        // its other lines tell the place
        return new XmlSyntaxException(
                String.valueOf(e.getMessage()).lines().findFirst().orElse("no XML"));
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
            int end = offset + read;
            for (int i = offset; i < end; i++) {
                // first what excludes nearly all
                if (buffer[i] < ' ' && isForbidden(buffer[i])) {
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
