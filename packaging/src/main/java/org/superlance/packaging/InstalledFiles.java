package org.superlance.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The files that are installed, laid out below a directory as they lie below {@code /} afterwards. */
final class InstalledFiles {

    /** Where the header says how well it is compressed (RFC 1952), which Java leaves open and Debian's tools read. */
    private static final int EXTRA_FLAGS = 8;

    private static final byte BEST_COMPRESSION = 2;

    private final Path root;

    InstalledFiles(Path root) {
        this.root = root;
    }

    /** @param path absolute, as it is after the installation */
    void put(String path, byte[] content) {
        Path file = root.resolve(path.substring(1));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void put(String path, String content) {
        put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Without a time stamp or a name in it, so that the same content makes the same file. */
    void putCompressed(String path, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new BestCompressionStream(bytes)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] compressed = bytes.toByteArray();
        compressed[EXTRA_FLAGS] = BEST_COMPRESSION;
        put(path + ".gz", compressed);
    }

    private static final class BestCompressionStream extends GZIPOutputStream {

        BestCompressionStream(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
