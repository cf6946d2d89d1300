package org.superlance.listener.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects OOM kills of the kernel: anywhere on the machine, or in the container or cgroup of this JVM. Where no counter
 * can be read, none is detected. For one thread.
 *
 * <p>Sources: {@code oom_kill} in proc_vmstat(5), and in {@code memory.events} of the kernel's cgroup v2.
 */
public final class OomKillCounter {

    private static final Logger LOG = LoggerFactory.getLogger(OomKillCounter.class);
    private static final int MAX_LENGTH = 256 << 10;
    private static final String KEY = "oom_kill ";

    private final Map<Path, Long> counters = new LinkedHashMap<>();

    /** Those of this machine. */
    public OomKillCounter() {
        this(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    /**
     * Begins to count.
     *
     * @param proc where proc is mounted
     * @param cgroups where the cgroups of version 2 are mounted
     */
    public OomKillCounter(Path proc, Path cgroups) {
        begin(proc.resolve("vmstat"));
        begin(cgroups.resolve("memory.events"));
        begin(cgroups.resolve(own(proc)).resolve("memory.events"));
    }

    private void begin(Path counter) {
        read(counter).ifPresent(number -> counters.put(counter, number));
    }

    /** Whether there was an OOM kill since the last call, or since the construction. */
    public boolean hasIncreased() {
        boolean rose = false;
        for (Map.Entry<Path, Long> counter : counters.entrySet()) {
            long before = counter.getValue();
            long now = read(counter.getKey()).orElse(before);
            counter.setValue(now);
            rose |= now > before;
        }
        return rose;
    }

    private static String own(Path proc) {
        return value(proc.resolve("self/cgroup"), "0::/").orElse("");
    }

    private static OptionalLong read(Path counter) {
        Optional<String> value = value(counter, KEY);
        long number = value.isPresent() ? number(value.get().strip()) : -1;
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** What follows this in the first line that begins with it. */
    private static Optional<String> value(Path file, String begin) {
        for (String line : text(file).split("\n", -1)) {
            if (line.startsWith(begin)) {
                return Optional.of(line.substring(begin.length()));
            }
        }
        return Optional.empty();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.debug("cannot read {}: {}; OOM kills counted only there are not detected", file, e.toString());
            return "";
        }
    }
}
