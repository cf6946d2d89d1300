package org.superlance.listener.configcheck;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.config.ListenerConfig;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.util.TextSanitizer;

/** Prints what a check has found, one line each, as soon as it is known. */
public final class ConfigCheckReport {

    private static final int MAX_WIDTH = 2_000;

    private final String command;
    private final PrintStream out;
    private int problems;

    /** @param out for people */
    public ConfigCheckReport(String command, PrintStream out) {
        this.command = command;
        this.out = out;
    }

    /** @param section the section concerned; empty for none */
    public void add(Optional<ListenerConfig> section, List<Diagnostic> diagnostics) {
        for (Diagnostic diagnostic : diagnostics) {
            out.println(
                    TextSanitizer.singleLine(section.map(where -> where + " ").orElse("") + diagnostic, MAX_WIDTH));
            problems += diagnostic.isProblem() ? 1 : 0;
        }
    }

    /** Prints the number of problems and returns the exit status. */
    public int end(ServerUrl server) {
        String where = " (supervisord at " + server + ")";
        out.println(
                switch (problems) {
                    case 0 -> command + ": no problems" + where;
                    case 1 -> command + ": 1 problem" + where;
                    default -> command + ": " + problems + " problems" + where;
                });
        return problems == 0 ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
