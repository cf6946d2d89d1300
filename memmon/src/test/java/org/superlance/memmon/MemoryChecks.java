package org.superlance.memmon;

import java.util.List;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.process.ProcessTable;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.restart.Check;
import org.superlance.listener.util.ByteSize;

/** Lets the benchmarks make memmon's check. */
public final class MemoryChecks {

    private MemoryChecks() {}

    public static Check anyOver(String size, boolean withDescendants) {
        MemoryLimit limit = MemoryLimit.ofAny(ByteSize.parse(size));
        return new MemoryCheck(
                ProcessTable.ofThisMachine(), List.of(limit), Measure.RSS, withDescendants, Metrics.none());
    }
}
