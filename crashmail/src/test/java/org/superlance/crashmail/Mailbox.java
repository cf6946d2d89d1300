package org.superlance.crashmail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where mail commands of the tests put their mails. */
final class Mailbox {

    private Mailbox() {}

    /** A mail command that makes a file of each mail, in one step, so that none is half a mail. */
    static String command(Path directory) {
        String unfinished = directory.resolve("new") + ".$$";
        return "cat > " + unfinished + " && mv " + unfinished + " " + directory + "/$$." + "$(date +%s%N).mail";
    }

    static List<String> mails(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".mail"))
                    .map(Mailbox::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if there is none yet. */
    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
