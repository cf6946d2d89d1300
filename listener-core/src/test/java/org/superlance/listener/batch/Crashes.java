package org.superlance.listener.batch;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.crash.Incident;
import org.superlance.listener.crash.Incident.Kind;
import org.superlance.listener.crash.Note;
import org.superlance.listener.crash.Particulars;
import org.superlance.listener.supervisor.Namespec;

/** Incidents for tests. */
final class Crashes {

    static final Instant TIME = Instant.parse("2026-11-21T02:54:56.192Z");

    private Crashes() {}

    static Incident exit(String process, Instant time) {
        return new Incident(Kind.EXITED, Namespec.parse(process), OptionalLong.of(12), "RUNNING", time);
    }

    static Incident fatal(String process, Instant time) {
        return new Incident(Kind.FATAL, Namespec.parse(process), OptionalLong.empty(), "BACKOFF", time);
    }

    static Particulars found(String cause) {
        return new Particulars(Optional.of(cause), Optional.empty(), false, "");
    }

    static Batch.Entry entry(Incident incident, Particulars particulars, int inLastHour) {
        return new Batch.Entry(new Note("id", incident, Optional.of(particulars)), inLastHour);
    }
}
