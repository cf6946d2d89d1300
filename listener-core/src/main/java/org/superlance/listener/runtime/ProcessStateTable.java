package org.superlance.listener.runtime;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.TextTable;

/** The states of processes as a table for people. */
public final class ProcessStateTable {

    private static final int MAX_WIDTH = 60;

    private final TextTable table = new TextTable("PROGRAM", "STATE", "SINCE", "VERDICT");
    private final DateTimeFormatter time;

    public ProcessStateTable(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    public void add(ProcessInfo process, String verdict) {
        Instant since = process.hasPid() ? process.start() : process.stop();
        table.add(
                TextSanitizer.singleLine(process.name().toString(), MAX_WIDTH),
                process.state().name(),
                since.equals(Instant.EPOCH) ? "-" : time.format(since),
                verdict);
    }

    public void addUnknown(ProcessPattern name) {
        table.add(
                TextSanitizer.singleLine(name.toString(), MAX_WIDTH),
                "-",
                "-",
                "unknown: no selected process of this name");
    }

    public String text() {
        return table.toString();
    }
}
