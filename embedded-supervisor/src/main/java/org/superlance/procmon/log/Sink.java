package org.superlance.procmon.log;

import java.io.Closeable;
import java.io.IOException;

/** A destination of output. Used by several threads. A failed write is logged once, and its output is lost. */
public interface Sink extends Closeable {

    void write(byte[] bytes, int offset, int length);

    /** Discards what was written; does nothing if it is no file. */
    default void clear() throws IOException {}

    /** Opens the file of that name again, after a rotation; does nothing if it is no file. */
    default void reopen() throws IOException {}

    @Override
    default void close() {}

    /** Discards everything. */
    static Sink none() {
        return (bytes, offset, length) -> {};
    }
}
