package org.superlance.listener.supervisor;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.client.XmlRpcClientException;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamRequestConfig;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/** Reads the XML of answers: no document type, hence no entities and nothing fetched from elsewhere. */
final class AnswerReader {

    private final SAXParserFactory parsers;
    private final TypeFactory types;

    AnswerReader(TypeFactory types) {
        this.types = types;
        this.parsers = parsers();
    }

    private static SAXParserFactory parsers() {
        // the JDK's own, whatever else lies on the class path
        SAXParserFactory parsers = SAXParserFactory.newDefaultNSInstance();
        try {
            parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            parsers.setFeature("http://xml.org/sax/features/external-general-entities", false);
            parsers.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            return parsers;
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("the XML parser of this JVM cannot be made safe", e);
        }
    }

    XMLReader newXmlReader() throws XmlRpcException {
        try {
            synchronized (parsers) {
                return parsers.newSAXParser().getXMLReader();
            }
        } catch (ParserConfigurationException | SAXException e) {
            throw new XmlRpcClientException("the XML parser of this JVM does not work: " + e.getMessage(), e);
        }
    }

    /** @throws XmlRpcClientException caused by the {@link IOException} if that is what happened */
    Outcome read(XmlRpcStreamRequestConfig config, InputStream in) throws XmlRpcException {
        AnswerParser parser = new AnswerParser(config, types);
        XMLReader reader = newXmlReader();
        reader.setContentHandler(parser);
        reader.setErrorHandler(parser);
        try {
            reader.parse(new InputSource(new XmlBytes(in)));
            return parser.outcome(parser.getResult());
        } catch (SAXException | IOException e) {
            throw new XmlRpcClientException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            // the library casts without looking
            throw new XmlRpcClientException("its types are not where they belong: " + e, e);
        }
    }
}
