package org.superlance.listener.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the commands as they are packaged, also from a module that runs the tests of others. */
public final class PackagedCommand {

    private PackagedCommand() {}

    /** The executable file of that command, such as {@code oome_monitor}. */
    public static Path file(String command) {
        Path ours = Path.of("target", command + ".jar").toAbsolutePath();
        return Files.exists(ours)
                ? ours
                : Path.of("..", command.replace('_', '-'), "target", command + ".jar")
                        .toAbsolutePath()
                        .normalize();
    }
}
