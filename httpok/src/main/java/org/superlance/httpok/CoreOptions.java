package org.superlance.httpok;

import java.nio.file.Path;
import java.util.Optional;
import org.superlance.listener.cli.Options;
import org.superlance.listener.cli.Setting;

/** The options that say whether the core of a process is kept. */
final class CoreOptions implements Options.Holder {

    private final Options options = new Options();

    final Setting<String> gcore = options.value(String.class, "-g", "--gcore")
            .takes("COMMAND")
            .usually("/usr/bin/gcore -o")
            .says("With -d: the command that writes a core (default: ${DEFAULT-VALUE}).");

    final Setting<Path> coreDir = options.value(Path.class, "-d", "--coredir")
            .takes("DIR")
            .says("Before a restart write the core of the process to this directory.");

    /** Empty if nobody wants cores. */
    Optional<CoreDumps> dumps() {
        return coreDir.optional().map(directory -> new CoreDumps(gcore.value(), directory, CoreDumps.LIMIT));
    }

    @Override
    public Options options() {
        return options;
    }
}
