package org.superlance.procmon.rpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.superlance.listener.supervisor.SecureXml;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/** Reads calls. */
final class XmlRpcRequestReader {

    private final SecureXml xml = new SecureXml();

    /** @throws SAXException if it is none, whatever it is */
    RpcRequest read(byte[] body) throws SAXException {
        XmlRpcRequestHandler handler = new XmlRpcRequestHandler();
        XMLReader reader = xml.newReader();
        reader.setContentHandler(handler);
        reader.setErrorHandler(handler);
        try {
            reader.parse(new InputSource(new ByteArrayInputStream(body)));
            return handler.rpcRequest();
        } catch (IOException | RuntimeException e) {
            throw new SAXException("it cannot be read: " + e.getMessage(), e);
        }
    }
}
