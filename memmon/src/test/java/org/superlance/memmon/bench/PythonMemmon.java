package org.superlance.memmon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * memmon of superlance in Python, to compare with.
 *
 * @param name for people
 * @param script to be run as memmon is
 */
record PythonMemmon(String name, Path script) {

    /** The Python that Debian's supervisor is installed for. */
    private static final String PYTHON = "/usr/bin/python3";

    /** Imports what memmon imports, and at a tick asks for all processes and runs ps for each, as memmon does. */
    private static final String STAND_IN = """
            #!%s
            import getopt, os, sys, time
            from collections import namedtuple
            import xmlrpc.client
            from supervisor import childutils
            from supervisor.datatypes import byte_size, SuffixMultiplier

            rpc = childutils.getRPCInterface(os.environ)
            while True:
                headers, payload = childutils.listener.wait(sys.stdin, sys.stdout)
                if headers["eventname"].startswith("TICK"):
                    for process in rpc.supervisor.getAllProcessInfo():
                        if process["pid"]:
                            os.popen("ps -orss= -p %%s" %% process["pid"]).read()
                childutils.listener.ok(sys.stdout)
            """.formatted(PYTHON);

    private static final String REAL = """
            #!%s
            import os, sys
            sys.path.insert(0, os.environ["SUPERLANCE"])
            from superlance.memmon import main
            main()
            """.formatted(PYTHON);

    /**
     * The one of the checkout that {@code SUPERLANCE} names; a stand-in where there is none.
     *
     * @param directory for the script
     */
    static PythonMemmon find(Map<String, String> environment, Path directory) throws IOException {
        Optional<String> checkout = Optional.ofNullable(environment.get("SUPERLANCE"));
        Files.createDirectories(directory);
        Path script = directory.resolve("memmon");
        Files.writeString(script, checkout.isPresent() ? REAL : STAND_IN);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new PythonMemmon(
                checkout.map(path -> "superlance's memmon of " + path)
                        .orElse("a stand-in for superlance's memmon (SUPERLANCE names a checkout of it)"),
                script);
    }
}
