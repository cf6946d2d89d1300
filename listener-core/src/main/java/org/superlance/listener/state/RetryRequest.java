package org.superlance.listener.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a listener that runs, by a file in its directory, to try now what waits there. The file holds the ids of alerts, one
 * a line, or nothing if all is meant; the listener deletes it. Only root and the listener's own user can put it there.
 */
public final class RetryRequest {

    /** The name of the file. */
    public static final String NAME = "retry-now";

    private static final int MAX_SIZE = 1 << 20;

    private RetryRequest() {}

    /**
     * Asks the listener.
     *
     * @param directory of the listener
     * @param ids of the alerts that are meant; none for all of them
     */
    public static void ask(Path directory, Collection<String> ids) throws IOException {
        try (GuardedDirectory listener = new TrustedPath().open(directory.toAbsolutePath())) {
            listener.replaceForOwner(Path.of(NAME), String.join("\n", ids).getBytes(UTF_8));
        }
    }

    /** Whether the listener has been asked and has not taken that. */
    public static boolean isPending(Path directory) {
        return Files.exists(directory.resolve(NAME), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * For the listener: what it is asked, once.
     *
     * @param directory its own
     * @return the ids of the alerts that are meant, none if all are; empty if it is not asked
     */
    public static Optional<Set<String>> take(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Set<String> ids = new LinkedHashSet<>();
        try {
            new String(AtomicFile.read(file, MAX_SIZE), UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(id -> !id.isEmpty())
                    .forEach(ids::add);
        } finally {
            Files.deleteIfExists(file);
        }
        return Optional.of(ids);
    }
}
