package org.superlance.listener.supervisor;

import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamRequestConfig;
import org.apache.xmlrpc.parser.XmlRpcResponseParser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Builds the result out of an answer, with bounds. It is its own error handler because the one of the JDK prints on
 * stderr.
 */
final class RpcResponseParser extends XmlRpcResponseParser implements ErrorHandler {

    /** supervisord nests nine deep; the library recurses once or twice for each level. */
    private static final int MAX_DEPTH = 64;
    /** Some 15,000 processes; a small heap would not hold what the full 16 MiB of tiny elements become. */
    private static final int MAX_ELEMENTS = 1_000_000;

    private int depth;
    private int elements;
    private boolean answered;

    RpcResponseParser(XmlRpcStreamRequestConfig config, TypeFactory types) {
        super(config, types);
    }

    /** @throws SAXException if the document was well formed and yet held no answer */
    RawResponse response(@Nullable Object result) throws SAXException {
        if (!answered) {
            throw new SAXException("it holds neither a result nor a fault");
        }
        return isSuccess() ? new RawResponse.Value(result) : new RawResponse.FaultValue(getErrorCode(), text());
    }

    private String text() {
        String message = getErrorMessage();
        return message == null ? "" : message;
    }

    @Override
    protected void addResult(Object result) throws SAXException {
        super.addResult(result);
        answered = true;
    }

    @Override
    public void startElement(String uri, String localName, String qualifiedName, Attributes attributes)
            throws SAXException {
        if (++depth > MAX_DEPTH) {
            throw new SAXException("it is nested deeper than " + MAX_DEPTH + " elements");
        }
        if (++elements > MAX_ELEMENTS) {
            throw new SAXException("it has more than " + MAX_ELEMENTS + " elements");
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
