package org.superlance.listener.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A password that is never printed. One in a file is read for each delivery, so that it can be changed meanwhile. */
public final class Password {

    private static final int LONGEST = 4 << 10;

    private final @Nullable String text;
    private final @Nullable Path file;

    private Password(@Nullable String text, @Nullable Path file) {
        this.text = text;
        this.file = file;
    }

    /** A password that is known already. */
    public static Password of(String text) {
        return new Password(text, null);
    }

    /** The first line of a file, UTF-8, at most 4 KiB. */
    public static Password in(Path file) {
        return new Password(null, file);
    }

    String read() throws IOException {
        if (file == null) {
            return text == null ? "" : text;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST), UTF_8).lines().findFirst().orElse("");
        }
    }

    @Override
    public String toString() {
        return file == null ? "***" : "*** in " + file;
    }
}
