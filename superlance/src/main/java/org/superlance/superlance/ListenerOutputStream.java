package org.superlance.superlance;

import java.io.IOException;
import java.io.OutputStream;
import org.superlance.listener.event.ListenerOutputParser;

/** The stdout of a listener in this process. What it writes is understood on its own thread. */
final class ListenerOutputStream extends OutputStream {

    private final Object lock;
    private final ListenerOutputParser answers;

    /** @param lock held while what was written is told to the recipient of the answers */
    ListenerOutputStream(Object lock, ListenerOutputParser answers) {
        this.lock = lock;
        this.answers = answers;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        synchronized (lock) {
            answers.accept(bytes, offset, length);
        }
    }
}
