package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** User and password for basic authentication; the password is never shown. */
record BasicCredentials(String user, String password) {

    private static final int MAX_FILE_SIZE = 4_096;

    /** Reads {@code user:password} from the first line of a file. */
    static BasicCredentials in(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String line = new String(in.readNBytes(MAX_FILE_SIZE), UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("its first line is not user:password");
            }
            return new BasicCredentials(line.substring(0, colon), line.substring(colon + 1));
        }
    }

    /** The value of the header {@code Authorization}. */
    String header() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return user;
    }
}
