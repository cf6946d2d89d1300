package org.superlance.listener.supervisor;

import java.io.IOException;
import java.io.InputStream;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.client.XmlRpcClientException;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamRequestConfig;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/** Reads the XML of answers. */
final class RpcResponseReader {

    private final SecureXml xml = new SecureXml();
    private final TypeFactory types;

    RpcResponseReader(TypeFactory types) {
        this.types = types;
    }

    XMLReader newXmlReader() throws XmlRpcException {
        try {
            return xml.newReader();
        } catch (SAXException e) {
            throw new XmlRpcClientException(String.valueOf(e.getMessage()), e);
        }
    }

    /** @throws XmlRpcClientException caused by the {@link IOException} if that is what happened */
    RawResponse read(XmlRpcStreamRequestConfig config, InputStream in) throws XmlRpcException {
        RpcResponseParser parser = new RpcResponseParser(config, types);
        XMLReader reader = newXmlReader();
        reader.setContentHandler(parser);
        reader.setErrorHandler(parser);
        try {
            reader.parse(new InputSource(new XmlSanitizingInputStream(in)));
            return parser.response(parser.getResult());
        } catch (SAXException | IOException e) {
            throw new XmlRpcClientException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            // the library casts without looking
            throw new XmlRpcClientException("its types are not where they belong: " + e, e);
        }
    }
}
