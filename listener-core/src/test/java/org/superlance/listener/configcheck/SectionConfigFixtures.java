package org.superlance.listener.configcheck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.superlance.listener.config.ConfigException;

/** Sections for tests. */
final class SectionConfigFixtures {

    private SectionConfigFixtures() {}

    /** The section {@code [eventlistener:x]} with these lines. */
    static ListenerSectionConfig section(Path directory, String... lines) {
        return read(directory, "[eventlistener:x]\n" + String.join("\n", lines) + "\n")
                .find("x")
                .orElseThrow();
    }

    static ListenerSectionConfigs read(Path directory, String text) {
        try {
            Path file = Files.writeString(directory.resolve("supervisord.conf"), text);
            return ListenerSectionConfigs.read(file, Map.of("HOME", "/root"), "vm");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }
}
