package org.superlance.listener.crash.batch;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.crash.FailureDetails;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.supervisor.Namespec;

/** Incidents for tests. */
final class FailureFixtures {

    static final Instant TIME = Instant.parse("2026-11-21T02:54:56.192Z");

    private FailureFixtures() {}

    static ProcessFailure exit(String process, Instant time) {
        return new ProcessFailure(FailureType.EXITED, Namespec.parse(process), OptionalLong.of(12), "RUNNING", time);
    }

    static ProcessFailure fatal(String process, Instant time) {
        return new ProcessFailure(FailureType.FATAL, Namespec.parse(process), OptionalLong.empty(), "BACKOFF", time);
    }

    static FailureDetails found(String cause) {
        return new FailureDetails(Optional.of(cause), Optional.empty(), false, "");
    }

    static Batch.Entry entry(ProcessFailure failure, FailureDetails details, int inLastHour) {
        return new Batch.Entry(new QueuedFailure("id", failure, Optional.of(details)), inLastHour);
    }
}
