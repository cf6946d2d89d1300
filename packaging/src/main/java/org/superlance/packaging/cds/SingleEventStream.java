package org.superlance.packaging.cds;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An event as supervisord sends it, and the end of the stream when there was time to mail about it. */
final class SingleEventStream extends InputStream {

    private static final int TIMEOUT_SECONDS = 2;

    private final ByteArrayInputStream event;
    private final Semaphore mails;

    SingleEventStream(String name, String payload, Semaphore mails) {
        String header = "ver:3.0 server:supervisor serial:0 pool:rehearsal poolserial:0 eventname:" + name + " len:"
                + payload.length() + "\n";
        this.event = new ByteArrayInputStream((header + payload).getBytes(StandardCharsets.US_ASCII));
        this.mails = mails;
    }

    @Override
    public int read() {
        int next = event.read();
        return next < 0 ? awaitEnd() : next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        int count = event.read(bytes, offset, length);
        return count < 0 ? awaitEnd() : count;
    }

    private int awaitEnd() {
        try {
            if (!mails.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("no mail was sent");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return -1;
    }
}
