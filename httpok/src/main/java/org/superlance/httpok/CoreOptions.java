package org.superlance.httpok;

import java.nio.file.Path;
import java.util.Optional;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The options that say whether the core of a process is kept. */
final class CoreOptions extends OptionGroup {

    final Option<String> gcore = value(String.class, "-g", "--gcore")
            .paramLabel("COMMAND")
            .defaultValue("/usr/bin/gcore -o")
            .description("With -d: command that writes a core (default: ${DEFAULT-VALUE}).");

    final Option<Path> coreDir = value(Path.class, "-d", "--coredir")
            .paramLabel("DIR")
            .description("Write a core of the process to this directory before a restart.");

    /** Empty if nobody wants cores. */
    Optional<CoreDumper> dumps() {
        return coreDir.optional().map(directory -> new CoreDumper(gcore.value(), directory, CoreDumper.LIMIT));
    }
}
