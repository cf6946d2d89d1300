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
record BodyFraming(InputStream body, boolean endsByClosing) {

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    static BodyFraming of(
            ResponseHead responseHead,
            HttpRequest request,
            InputStream in,
            ResponseParser lines,
            HttpFailureMessages messages)
            throws IOException {
        if (!responseHead.hasBody(request)) {
            return new BodyFraming(InputStream.nullInputStream(), false);
        }
        List<String> codings = responseHead.headers().elements("Transfer-Encoding");
        List<String> lengths = responseHead.headers().elements("Content-Length").stream()
                .distinct()
                .toList();
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked") || !lengths.isEmpty()) {
                throw messages.notHttp("it says in two ways, or in an unknown one, where its answer ends");
            }
            return new BodyFraming(new ChunkedBody(in, lines, messages), false);
        }
        if (lengths.isEmpty()) {
            return new BodyFraming(in, true);
        }
        if (lengths.size() > 1 || !LENGTH.matcher(lengths.get(0)).matches()) {
            throw messages.notHttp(
                    "'" + MessageExcerpt.of(String.join(", ", lengths)) + "' is not the length of an answer");
        }
        long length = Long.parseLong(lengths.get(0));
        return request.lengthInCharacters()
                ? new BodyFraming(new CharacterCountedBody(in, length), true)
                : new BodyFraming(new FixedLengthBody(in, length), false);
    }
}
