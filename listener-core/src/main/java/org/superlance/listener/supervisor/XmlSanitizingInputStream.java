package org.superlance.listener.supervisor;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Replaces the control characters that XML forbids by question marks: supervisord passes on those of a log, such as the
 * colours of a terminal, as they are, and no parser would take the answer.
 */
final class XmlSanitizingInputStream extends FilterInputStream {

    XmlSanitizingInputStream(InputStream in) {
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
        for (int i = offset; i < offset + read; i++) {
            if (isForbidden(buffer[i])) {
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
