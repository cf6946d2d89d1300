package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A password that is never printed. One in a file is read for each delivery, so that it can be changed meanwhile. */
public final class Secret {

    private static final int MAX_LENGTH = 4 << 10;

    private final @Nullable String text;
    private final @Nullable Path file;

    private Secret(@Nullable String text, @Nullable Path file) {
        this.text = text;
        this.file = file;
    }

    /** A password that is known already. */
    public static Secret of(String text) {
        return new Secret(text, null);
    }

    /** The first line of a file, UTF-8, at most 4 KiB. */
    public static Secret in(Path file) {
        return new Secret(null, file);
    }

    /** What it is now; empty if the file is empty. */
    public String read() throws IOException {
        if (file == null) {
            return text == null ? "" : text;
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // a FIFO would have to be written to by somebody
            throw new IOException(file + " is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_LENGTH), UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Override
    public String toString() {
        return file == null ? "***" : "*** in " + file;
    }
}
