package org.superlance.httpok;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;

/** Asks what there is to ask at one tick. */
interface ProbeStrategy {

    /** @param processes those that may be acted on */
    Results probe(List<ProcessInfo> processes);

    /** One URL stands for all processes. */
    static ProbeStrategy ofOne(ProbeUrl url, Probe probe) {
        return processes -> {
            ProbeResult result = probe.probe(url);
            return new Results(Map.of(url, result), Optional.of(result), Map.of());
        };
    }

    /**
     * What came.
     *
     * @param asked every URL once
     * @param common what is true of all processes; empty if each has its own
     * @param own what is true of one
     */
    record Results(Map<ProbeUrl, ProbeResult> asked, Optional<ProbeResult> common, Map<Namespec, ProbeResult> own) {

        static final Results NONE = new Results(Map.of(), Optional.empty(), Map.of());

        Optional<ProbeResult> of(Namespec name) {
            return common.or(() -> Optional.ofNullable(own.get(name)));
        }

        List<ProbeResult> undecided() {
            return Stream.concat(common.stream(), own.values().stream())
                    .filter(result -> result.outcome() == ProbeResult.Outcome.INDETERMINATE)
                    .distinct()
                    .toList();
        }

        List<String> remarks() {
            return common.map(ProbeResult::reason).stream().toList();
        }
    }
}
