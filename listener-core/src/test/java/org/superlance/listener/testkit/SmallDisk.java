package org.superlance.listener.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of 256 KiB, which can really be full. A test that uses it runs where this user may mount one. */
public final class SmallDisk implements AutoCloseable {

    private static final String FILLER = "filler";
    private static final int BLOCK = 1 << 10;

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** @param root an empty directory */
    public static SmallDisk at(Path root) {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256k,nr_inodes=100", "tmpfs", root.toString()),
                "may not mount");
        return new SmallDisk(root);
    }

    public Path root() {
        return root;
    }

    /** Leaves no room for a single block, and none for another file. */
    public void fill() {
        for (int size = BLOCK << 6; size > 0; size /= 2) {
            try (OutputStream out =
                    Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(new byte[size]);
                }
            } catch (IOException e) {
                // expected: smaller pieces may still fit
            }
        }
        try {
            for (int i = 0; true; i++) {
                Files.createDirectory(root.resolve(FILLER + i));
            }
        } catch (IOException e) {
            // that was the last one
            return;
        }
    }

    /** Makes room again. */
    public void free() {
        try (DirectoryStream<Path> fillers = Files.newDirectoryStream(root, FILLER + "*")) {
            for (Path filler : fillers) {
                Files.delete(filler);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return root.resolve(FILLER);
    }

    /** Also while a process still has a file of it open. */
    @Override
    public void close() {
        run("umount", "-l", root.toString());
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // no such command: may not mount
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
