package org.superlance.procmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/** A command that is started to ignore signals, as {@code nohup} starts it, or a shell in its background; and its children. */
public final class Ignoring {

    /** For a shell: prints two lines that tell which signals it blocks and ignores. */
    public static final String SHOWN = "grep -E 'Sig(Blk|Ign)' /proc/self/status";

    /** 32 and 33 are the C library's own. */
    private static final long SETTABLE = ~(0b11L << 31);

    private Ignoring() {}

    /** What stands in front of the command. */
    public static List<String> all() {
        return List.of("sh", "-c", "trap '' HUP INT QUIT USR2 PIPE; exec \"$@\"", "sh");
    }

    /** @param lines of {@link #SHOWN} */
    public static void assertNone(String... lines) {
        assertThat(Stream.of(lines))
                .allSatisfy(line -> assertThat(
                                Long.parseUnsignedLong(line.replaceFirst("Sig(Blk|Ign):\\s*", ""), 16) & SETTABLE)
                        .as(line)
                        .isZero());
    }
}
