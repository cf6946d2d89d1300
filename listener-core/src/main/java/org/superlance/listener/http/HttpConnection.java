package org.superlance.listener.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.cert.Certificate;
import java.util.List;

/** An open connection to a server, whatever it is made of. */
final class HttpConnection implements Closeable {

    private static final int BUFFER = 8_192;

    private final CountingInputStream countingInputStream;
    private final InputStream in;
    private final OutputStream out;
    private final List<Certificate> peer;
    private final Closeable wire;

    /** @param wire what is closed to end it; never blocks, other than closing a TLS socket, which may want to write */
    HttpConnection(InputStream in, OutputStream out, List<Certificate> peer, Closeable wire) {
        this.countingInputStream = new CountingInputStream(in);
        this.in = new BufferedInputStream(countingInputStream, BUFFER);
        this.out = out;
        this.peer = peer;
        this.wire = wire;
    }

    void send(byte[] request) throws IOException {
        countingInputStream.bytes = 0;
        out.write(request);
        out.flush();
    }

    InputStream in() {
        return in;
    }

    /** Bytes that came since the last request was sent. */
    long received() {
        return countingInputStream.bytes;
    }

    List<Certificate> peerCertificates() {
        return peer;
    }

    /** Whether bytes lie there that belong to no answer. */
    boolean hasUnreadData() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            return true; // what cannot be asked cannot be used again either
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private static final class CountingInputStream extends FilterInputStream {
        private long bytes;

        private CountingInputStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            bytes += Math.max(read, 0);
            return read;
        }
    }
}
