package org.superlance.listener.testkit;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The command of a program that really holds memory.
 *
 * @param words the command and its arguments
 */
public record GrowingProgram(List<String> words) {

    public GrowingProgram {
        words = List.copyOf(words);
    }

    /** A JVM that holds so many megabytes, and some tens more of its own. Writes a line a step: {@code PID holds N MB}. */
    public static GrowingProgram holding(int megabytes) {
        return growing(megabytes, 0, Duration.ZERO, megabytes);
    }

    /** A JVM that holds more with every step, until it holds {@code end} megabytes and stays there. */
    public static GrowingProgram growing(int start, int step, Duration pause, int end) {
        return new GrowingProgram(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // the young generation must not shift what is held to and fro: the resident size would jump
                "-Xmn8m",
                "-Xms" + (end + 32) + "m",
                "-Xmx" + (end + 32) + "m",
                "-cp",
                classesWith(MemoryHog.class).toString(),
                MemoryHog.class.getName(),
                Integer.toString(start),
                Integer.toString(step),
                Long.toString(pause.toMillis()),
                Integer.toString(end)));
    }

    /** A process of Python, which starts sooner and is smaller: there is one wherever there is supervisord. */
    public static GrowingProgram python(int megabytes) {
        return new GrowingProgram(List.of(
                "/usr/bin/python3",
                "-S",
                "-c",
                "import signal;held=b'x'*(" + megabytes + "<<20);print('holds',flush=True);signal.pause()"));
    }

    /** As the value of {@code command=} in supervisord's configuration. */
    public String line() {
        StringBuilder line = new StringBuilder("command=");
        for (String word : words) {
            line.append('"').append(word.replace("%", "%%")).append("\" ");
        }
        return line.toString().strip();
    }

    /** Ready to start, with nothing on stdin. */
    public ProcessBuilder builder() {
        return new ProcessBuilder(words).redirectInput(new File("/dev/null"));
    }

    /** For {@code -cp}: where a class of the tests lies, in a directory or in a JAR. */
    public static Path classesWith(Class<?> test) {
        try {
            return Path.of(
                    test.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("the tests' classes are nowhere", e);
        }
    }
}
