package org.superlance.listener.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Sections for tests. */
public final class SectionConfigFixtures {

    private SectionConfigFixtures() {}

    /** The section {@code [eventlistener:x]} with these lines. */
    public static ListenerConfig section(Path directory, String... lines) {
        try {
            return read(directory, "[eventlistener:x]\n" + String.join("\n", lines) + "\n")
                    .listeners()
                    .get(0);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    public static SupervisordConfig read(Path directory, String text) {
        try {
            Path file = Files.writeString(directory.resolve("supervisord.conf"), text);
            return SupervisordConfig.read(file, Map.of("HOME", "/root"), directory, "vm");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }
}
