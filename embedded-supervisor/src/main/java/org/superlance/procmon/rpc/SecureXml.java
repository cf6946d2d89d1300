package org.superlance.procmon.rpc;

import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/** Parsers for XML from outside: no document type, hence no entities and nothing fetched from elsewhere. */
final class SecureXml {

    private final SAXParserFactory parsers = parsers();

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

    /** A new parser; it still needs an error handler, or the JDK prints on stderr. */
    XMLReader newReader() throws SAXException {
        try {
            synchronized (parsers) {
                return parsers.newSAXParser().getXMLReader();
            }
        } catch (ParserConfigurationException e) {
            throw new SAXException("the XML parser of this JVM does not work: " + e.getMessage(), e);
        }
    }
}
