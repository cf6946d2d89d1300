package org.superlance.listener.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Finds the commands as they are packaged, also from a module that runs the tests of others. */
public final class PackagedCommand {

    /** What {@code command=} and a shell take for one word without quotes. */
    private static final Pattern PLAIN = Pattern.compile("[\\w/.+-]+");

    private static final Map<String, Path> FILES = new ConcurrentHashMap<>();

    private PackagedCommand() {}

    /**
     * The executable file of that command, such as {@code oome_monitor}. Its path is one plain word, whatever the path of
     * this checkout is.
     */
    public static Path file(String command) {
        return FILES.computeIfAbsent(command, PackagedCommand::find);
    }

    private static Path find(String command) {
        Path ours = Path.of("target", command + ".jar").toAbsolutePath();
        Path file = Files.exists(ours)
                ? ours
                : Path.of("..", command.replace('_', '-'), "target", command + ".jar")
                        .toAbsolutePath()
                        .normalize();
        return PLAIN.matcher(file.toString()).matches() ? file : linkTo(file);
    }

    private static Path linkTo(Path file) {
        try {
            Path directory = Files.createTempDirectory("command");
            Path link = directory.resolve(file.getFileName());
            Files.createSymbolicLink(link, file);
            directory.toFile().deleteOnExit();
            link.toFile().deleteOnExit();
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot name " + file + " by a plain path", e);
        }
    }
}
