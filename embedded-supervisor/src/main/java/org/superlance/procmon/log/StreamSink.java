package org.superlance.procmon.log;

import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream of our own, which stays open. */
final class StreamSink implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(StreamSink.class);

    private final OutputStream out;

    StreamSink(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            synchronized (out) {
                out.write(bytes, offset, length);
                out.flush();
            }
        } catch (IOException e) {
            LOG.debug("Nobody reads our output any more: {}", e.getMessage());
        }
    }

    @Override
    public void clear() {
        // what others have read is read
    }

    @Override
    public void reopen() {
        // it has no name
    }

    @Override
    public void close() {
        // it is not ours alone
    }
}
