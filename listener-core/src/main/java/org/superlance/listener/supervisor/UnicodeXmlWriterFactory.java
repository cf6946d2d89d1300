package org.superlance.listener.supervisor;

import org.apache.ws.commons.serialize.XMLWriter;
import org.apache.ws.commons.serialize.XMLWriterImpl;
import org.apache.xmlrpc.serializer.BaseXmlWriterFactory;

/** Writes characters beyond the first plane, such as emoji, which the library breaks into two invalid references. */
final class UnicodeXmlWriterFactory extends BaseXmlWriterFactory {

    @Override
    protected XMLWriter newXmlWriter() {
        return new XMLWriterImpl() {
            @Override
            public boolean canEncode(char character) {
                return Character.isSurrogate(character) || super.canEncode(character);
            }
        };
    }
}
