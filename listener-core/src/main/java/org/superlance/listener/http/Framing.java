package org.superlance.listener.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the body of an answer ends.
 *
 * @param body the body alone
 * @param endsByClosing whether only the end of the connection ends it
 */
record Framing(InputStream body, boolean endsByClosing) {

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    static Framing of(Head head, HttpRequest request, InputStream in, HeadReader lines, Failures failures)
            throws IOException {
        if (!head.hasBody(request)) {
            return new Framing(InputStream.nullInputStream(), false);
        }
        List<String> codings = head.headers().elements("Transfer-Encoding");
        List<String> lengths =
                head.headers().elements("Content-Length").stream().distinct().toList();
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked") || !lengths.isEmpty()) {
                throw failures.notHttp("it says in two ways, or in an unknown one, where its answer ends");
            }
            return new Framing(new ChunkedBody(in, lines, failures), false);
        }
        if (lengths.isEmpty()) {
            return new Framing(in, true);
        }
        if (lengths.size() > 1 || !LENGTH.matcher(lengths.get(0)).matches()) {
            throw failures.notHttp(
                    "'" + MessageExcerpt.of(String.join(", ", lengths)) + "' is not the length of an answer");
        }
        long length = Long.parseLong(lengths.get(0));
        return request.lengthInCharacters()
                ? new Framing(new CharacterCountedBody(in, length), true)
                : new Framing(new CountedBody(in, length), false);
    }
}
