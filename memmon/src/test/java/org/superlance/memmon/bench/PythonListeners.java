package org.superlance.memmon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commands of superlance in Python, to compare with: those of a checkout, or stand-ins that import what superlance's
 * import, and ask at a tick what superlance's ask.
 *
 * @param name for people
 * @param directory with a script for each command
 */
record PythonListeners(String name, Path directory) {

    /** The Python that Debian's supervisor is installed for. */
    private static final String PYTHON = "/usr/bin/python3";

    private static final String MEMMON_IMPORTS = """
            import getopt, time
            from collections import namedtuple
            from supervisor.datatypes import byte_size, SuffixMultiplier""";

    private static final String HTTPOK_IMPORTS = """
            import getopt, socket, ssl, time
            from supervisor.options import make_namespec
            from supervisor.states import ProcessStates""";

    private static final String OOME_MONITOR_IMPORTS = """
            import argparse
            from supervisor.options import make_namespec""";

    private static final String BATCH_IMPORTS = """
            import copy, optparse, smtplib
            from email.mime.text import MIMEText
            from email.utils import formatdate, make_msgid""";

    private static final String ASK = """
            processes = rpc.supervisor.getAllProcessInfo()
            """;

    private static final String MEASURE = ASK + """
            for process in processes:
                if process["pid"]:
                    os.popen("ps -orss= -p %s" % process["pid"]).read()
            """;

    private static final String GET = ASK + """
            url = urllib.parse.urlsplit(sys.argv[-1])
            site = http.client.HTTPConnection(url.netloc)
            site.request("GET", url.path)
            site.getresponse().read()
            """;

    private static final int TICK_INDENT = 8;

    /**
     * Those of the checkout that {@code SUPERLANCE} names; stand-ins where there is none.
     *
     * @param commands their names
     * @param directory for the scripts
     */
    static PythonListeners find(Map<String, String> environment, List<String> commands, Path directory)
            throws IOException {
        Optional<String> checkout = Optional.ofNullable(environment.get("SUPERLANCE"));
        Files.createDirectories(directory);
        for (String command : commands) {
            Path script = directory.resolve(command);
            Files.writeString(script, checkout.isPresent() ? real(command) : standIn(command));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new PythonListeners(
                checkout.map(path -> "superlance of " + path)
                        .orElse("stand-ins for superlance's commands (SUPERLANCE names a checkout of it)"),
                directory);
    }

    private static String real(String command) {
        return """
                #!%s
                import os, sys
                sys.path.insert(0, os.environ["SUPERLANCE"])
                from superlance.%s import main
                main()
                """.formatted(PYTHON, command);
    }

    private static String standIn(String command) {
        return switch (command) {
            case "memmon" -> standIn(MEMMON_IMPORTS, MEASURE);
            case "httpok" -> standIn(HTTPOK_IMPORTS, GET);
            case "timemon" -> standIn("import datetime, getopt, time", ASK);
            case "oome_monitor" -> standIn(OOME_MONITOR_IMPORTS, "pass");
            case "crashmail" -> standIn("import getopt", "pass");
            default -> standIn(BATCH_IMPORTS, "pass");
        };
    }

    private static String standIn(String imports, String tick) {
        return """
                #!%s
                import os, sys
                import http.client, urllib.parse, xmlrpc.client
                from supervisor import childutils
                %s

                rpc = childutils.getRPCInterface(os.environ)
                while True:
                    headers, payload = childutils.listener.wait(sys.stdin, sys.stdout)
                    if headers["eventname"].startswith("TICK"):
                        %s
                    childutils.listener.ok(sys.stdout)
                """.formatted(PYTHON, imports, tick.indent(TICK_INDENT).strip());
    }

    /** What runs this command. */
    Path script(String command) {
        return directory.resolve(command);
    }
}
