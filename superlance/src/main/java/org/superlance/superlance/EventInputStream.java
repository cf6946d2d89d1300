package org.superlance.superlance;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/** What a listener reads its events from. One event at a time is in it, because a listener that is not ready gets none. */
final class EventInputStream extends InputStream {

    private byte[] event = new byte[0];
    private int at;
    private boolean ended;

    /** The next event; the one before must have been read. */
    synchronized void put(byte[] next) {
        if (at < event.length) {
            throw new IllegalStateException("the event before has not been read");
        }
        event = next.clone();
        at = 0;
        notifyAll();
    }

    /** Nothing follows what is in it. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized int read() throws InterruptedIOException {
        return await() ? event[at++] & 0xFF : -1;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws InterruptedIOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!await()) {
            return -1;
        }
        int count = Math.min(length, event.length - at);
        System.arraycopy(event, at, bytes, offset, count);
        at += count;
        return count;
    }

    @Override
    public synchronized int available() {
        return event.length - at;
    }

    /** False when nothing more comes. */
    private boolean await() throws InterruptedIOException {
        try {
            while (at == event.length && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for an event");
        }
        return at < event.length;
    }
}
