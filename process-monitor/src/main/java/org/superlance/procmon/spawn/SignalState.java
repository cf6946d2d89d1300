package org.superlance.procmon.spawn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.superlance.listener.process.CommandExecutor.Outcome;
import org.superlance.listener.process.Signal;

/**
 * What a process does not get of the signals that are sent to it, as it inherits that from whoever has started it: what
 * {@code nohup} ignores, and a shell for its background.
 *
 * <p>Source: proc(5).
 *
 * @param ignored a bit for each signal, from 1 on
 * @param blocked the same
 */
record SignalState(long ignored, long blocked) {

    /** Where nothing is ignored and nothing blocked. */
    static final SignalState DEFAULT = new SignalState(0, 0);

    private static final Pattern IGNORED = Pattern.compile("(?m)^SigIgn:\\s*([0-9a-f]+)$");
    private static final Pattern BLOCKED = Pattern.compile("(?m)^SigBlk:\\s*([0-9a-f]+)$");

    /** 32 and 33 are the C library's own: it ignores them in what it starts, and lets nobody set them. */
    private static final long OF_C_LIBRARY = 0b11L << 31;

    SignalState {
        ignored &= ~OF_C_LIBRARY;
        blocked &= ~OF_C_LIBRARY;
    }

    /** That of the children of this thread; the default where it cannot be seen. */
    static SignalState ofChildren() {
        return SpawnHelpers.run(List.of("cat", "/proc/self/status"))
                .map(Outcome::text)
                .map(SignalState::parse)
                .orElse(DEFAULT);
    }

    /** @param status as in {@code /proc/PID/status} */
    static SignalState parse(String status) {
        return new SignalState(mask(IGNORED, status), mask(BLOCKED, status));
    }

    /** One clause, such as {@code children ignore SIGHUP and SIGINT, and do not get SIGQUIT}; empty for the default. */
    Optional<String> clause() {
        List<String> parts = new ArrayList<>();
        if (ignored != 0) {
            parts.add("ignore " + names(ignored));
        }
        if (blocked != 0) {
            parts.add("do not get " + names(blocked));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of("children " + String.join(", and ", parts));
    }

    private static String names(long mask) {
        return IntStream.rangeClosed(1, Long.SIZE)
                .filter(number -> (mask >>> (number - 1) & 1) != 0)
                .mapToObj(number -> new Signal(number).toString())
                .collect(Collectors.joining(" and "));
    }

    private static long mask(Pattern line, String status) {
        Matcher matcher = line.matcher(status);
        return matcher.find() ? Long.parseUnsignedLong(matcher.group(1), 16) : 0;
    }
}
