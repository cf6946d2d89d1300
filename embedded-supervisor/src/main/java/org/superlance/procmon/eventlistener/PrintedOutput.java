package org.superlance.procmon.eventlistener;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The payload of a PROCESS_LOG event as supervisor-stdout prints it: each line of the output with the names of its process
 * and of its stream in front.
 */
final class PrintedOutput {

    private PrintedOutput() {}

    /**
     * Those lines.
     *
     * @param payload words such as {@code processname:web}, a line feed, and the output
     * @return empty if it is no such payload
     */
    static Optional<byte[]> of(String payload) {
        int end = payload.indexOf('\n');
        if (end < 0) {
            return Optional.empty();
        }
        String head = payload.substring(0, end);
        Optional<String> process = value(head, "processname:");
        Optional<String> channel = value(head, "channel:");
        if (process.isEmpty() || channel.isEmpty()) {
            return Optional.empty();
        }
        String prefix = process.get() + " " + channel.get() + " | ";
        return Optional.of(payload.substring(end + 1)
                .lines()
                .map(line -> prefix + line + "\n")
                .collect(Collectors.joining())
                .getBytes(UTF_8));
    }

    private static Optional<String> value(String head, String key) {
        return Arrays.stream(head.split(" "))
                .filter(word -> word.startsWith(key))
                .map(word -> word.substring(key.length()))
                .findFirst();
    }
}
