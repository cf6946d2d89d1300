package org.superlance.listener.runtime;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** The name of this machine, for people who have many. */
public final class HostName {

    private static final String KERNEL = "/proc/sys/kernel/hostname";
    private static final int MAX_LENGTH = 256;

    private HostName() {}

    public static String name(CommandContext context) {
        // no channel: a listener that is not ready yet would have to load all that belongs to it
        try (InputStream kernel = new FileInputStream(KERNEL)) {
            return new String(kernel.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return resolved(context);
        }
    }

    private static String resolved(CommandContext context) {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return context.environment().getOrDefault("HOSTNAME", "localhost");
        }
    }
}
