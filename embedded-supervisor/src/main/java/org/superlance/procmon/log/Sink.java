package org.superlance.procmon.log;

import java.io.Closeable;
import java.io.IOException;

/** Where output is written to. Used by several threads. A failure to write is told once, and loses what was written. */
public interface Sink extends Closeable {

    void write(byte[] bytes, int offset, int length);

    /** Begins anew, what was written is gone; nothing happens to what is no file. */
    void clear() throws IOException;

    /** Goes on in the file that has the name now: somebody has moved the other one away. */
    void reopen() throws IOException;

    @Override
    void close();

    /** What is written to it is gone. */
    static Sink none() {
        return new Sink() {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                // nobody wants it
            }

            @Override
            public void clear() {
                // there is nothing
            }

            @Override
            public void reopen() {
                // there is no file
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
