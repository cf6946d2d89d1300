package org.superlance.httpok;

import java.util.Set;
import java.util.function.Supplier;
import org.superlance.httpok.Probe.ProbeTemplate;
import org.superlance.listener.supervisor.ProcessInfo;

/** A check whose results a test decides. */
record FixedProbe(String target, Supplier<ProbeResult> result) implements Probe, ProbeTemplate {

    @Override
    public ProbeResult run() {
        return result.get();
    }

    @Override
    public String expected() {
        return "";
    }

    @Override
    public Set<ProbeResult.Cause> causes() {
        return Set.of(ProbeResult.Cause.STATUS);
    }

    @Override
    public boolean hasFields() {
        return false;
    }

    @Override
    public Probe sample() {
        return this;
    }

    @Override
    public Probe of(ProcessInfo process) {
        return this;
    }
}
