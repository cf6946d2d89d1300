package org.superlance.listener.notify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.superlance.listener.http.HttpRequest;

/** A header for a request, whose value is never shown; one in a file is read for each request, so that it can be changed. */
public final class HttpHeader {

    /** Those that we set, to be replaced and not repeated by one that is written differently. */
    private static final List<String> RESERVED = List.of("Content-Type", "Authorization", "User-Agent");

    private final String name;
    private final Secret value;

    private HttpHeader(String name, Secret value) {
        this.name = name;
        this.value = value;
    }

    /**
     * Reads {@code Name: value}, or {@code Name: @/path/of/file} for the first line of a file.
     *
     * @throws IllegalArgumentException with a sentence, which does not show the value, if it is not a header or the file
     *     cannot be read
     */
    public static HttpHeader parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "a header is written 'Name: value' or 'Name: @/path/of/file', and this one has no name and colon");
        }
        String given = text.substring(0, colon).strip();
        String name =
                RESERVED.stream().filter(given::equalsIgnoreCase).findFirst().orElse(given);
        String value = text.substring(colon + 1).strip();
        HttpHeader header = new HttpHeader(
                name, value.startsWith("@/") ? Secret.in(Path.of(value.substring(1))) : Secret.of(value));
        try {
            header.addTo(HttpRequest.of("POST", "/"));
        } catch (IOException e) {
            throw new IllegalArgumentException("the value of the header " + name + " cannot be read (" + e + ")", e);
        }
        return header;
    }

    /** @throws IllegalArgumentException if it is none that a request can have */
    HttpRequest addTo(HttpRequest request) throws IOException {
        return request.withHeader(name, value.read().strip());
    }

    @Override
    public String toString() {
        return name + ": " + value;
    }
}
