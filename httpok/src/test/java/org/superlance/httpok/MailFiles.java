package org.superlance.httpok;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Mails that a listener has left as files. */
final class MailFiles {

    private MailFiles() {}

    /** The text of all that are named {@code *.mail}, their long lines joined. */
    static String all(Path directory) {
        StringBuilder all = new StringBuilder();
        try (DirectoryStream<Path> mails = Files.newDirectoryStream(directory, "*.mail")) {
            for (Path mail : mails) {
                all.append(Files.readString(mail).replace("\r\n", "\n").replace("=\n", ""));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
