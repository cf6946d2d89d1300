package org.superlance.crashmailbatch.bench;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import org.superlance.listener.event.EventListenerProtocol;
import org.superlance.listener.event.EventListenerProtocol.ProtocolException;
import org.superlance.listener.event.SerialGapDetector;

/** A listener that reads and acknowledges events, and does nothing else. */
final class NoopListener {

    private NoopListener() {}

    public static void main(String[] arguments) throws ProtocolException {
        FileInputStream in = new FileInputStream(FileDescriptor.in);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        new EventListenerProtocol(in, out, new SerialGapDetector(true, System::nanoTime)).run(() -> event -> {});
    }
}
