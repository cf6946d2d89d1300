package org.superlance.listener.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Reads files that another process is still writing. */
final class GrowingTextFile {

    private static final int LONGEST = 4 << 20;
    private static final int SHOWN = 6_000;

    private GrowingTextFile() {}

    /** The last 4 MiB of the file; empty if it does not exist yet. */
    static String tail(Path file) {
        if (!Files.exists(file)) {
            return "";
        }
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            int size = (int) Math.min(LONGEST, reader.length());
            byte[] bytes = new byte[size];
            reader.seek(reader.length() - size);
            reader.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The ends of all files {@code *.log}, each under its name. */
    static String allLogsIn(Path directory) {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.toString().endsWith(".log")).sorted().forEach(file -> {
                String log = tail(file);
                String end = log.substring(Math.max(0, log.length() - SHOWN));
                all.append("--- ").append(file).append('\n').append(end).append('\n');
            });
        } catch (IOException e) {
            all.append("cannot list ").append(directory).append(": ").append(e);
        }
        return all.toString();
    }
}
