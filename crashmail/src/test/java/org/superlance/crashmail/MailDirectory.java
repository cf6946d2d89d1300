package org.superlance.crashmail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what crashmail leaves behind: the mails that mail commands of the tests put into a directory, and its state. */
final class MailDirectory {

    private MailDirectory() {}

    /**
     * A mail command that makes a file of each mail, in one step, so that none is half a mail. A thousand mails start
     * as few processes as that takes: a pid names the file, and more than one if it has come again.
     */
    static String command(Path directory) {
        return "f=" + directory + "/$$; while test -e $f.mail; do f=${f}x; done; cat > $f && exec mv $f $f.mail";
    }

    /** How many mails there are; for polls, which must not take the processor from what they wait for. */
    static long count(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(MailDirectory::isMail).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> mails(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(MailDirectory::isMail).map(MailDirectory::text).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMail(Path file) {
        return file.toString().endsWith(".mail");
    }

    /** Empty if there is none yet. */
    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What crashmail knows of the processes, from its state directory; empty while that is not there yet. */
    static String ledger(Path state) {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(file -> file.endsWith("ledger"))
                    .map(MailDirectory::text)
                    .collect(Collectors.joining());
        } catch (IOException | UncheckedIOException e) {
            // it is replaced at this moment, or not there yet
            return "";
        }
    }
}
