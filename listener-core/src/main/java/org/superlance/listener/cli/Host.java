package org.superlance.listener.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** The name of this machine, for people who have many. */
public final class Host {

    private static final String KERNEL = "/proc/sys/kernel/hostname";
    private static final int LONGEST = 256;

    private Host() {}

    public static String name(Surroundings surroundings) {
        // no channel: a listener that is not ready yet would have to load all that belongs to it
        try (InputStream kernel = new FileInputStream(KERNEL)) {
            return new String(kernel.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return ofTheNetwork(surroundings);
        }
    }

    private static String ofTheNetwork(Surroundings surroundings) {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return surroundings.environment().getOrDefault("HOSTNAME", "localhost");
        }
    }
}
