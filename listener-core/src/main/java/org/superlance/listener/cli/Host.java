package org.superlance.listener.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine, for people who have many. */
public final class Host {

    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private Host() {}

    public static String name(Surroundings surroundings) {
        try {
            if (Files.isReadable(KERNEL)) {
                return Files.readString(KERNEL).strip();
            }
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return surroundings.environment().getOrDefault("HOSTNAME", "localhost");
        } catch (IOException e) {
            return "localhost";
        }
    }
}
