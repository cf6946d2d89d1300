package org.superlance.httpok;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;

/** Asks what there is to ask at one tick. */
interface Survey {

    /** @param processes those that may be acted on */
    Answers make(List<ProcessInfo> processes);

    /** One URL stands for all processes. */
    static Survey ofOne(CheckUrl url, Probe probe) {
        return processes -> {
            Health health = probe.ask(url);
            return new Answers(Map.of(url, health), Optional.of(health), Map.of());
        };
    }

    /**
     * What came.
     *
     * @param asked every URL once
     * @param common what is true of all processes; empty if each has its own
     * @param own what is true of one
     */
    record Answers(Map<CheckUrl, Health> asked, Optional<Health> common, Map<Namespec, Health> own) {

        static final Answers NONE = new Answers(Map.of(), Optional.empty(), Map.of());

        Optional<Health> of(Namespec name) {
            return common.or(() -> Optional.ofNullable(own.get(name)));
        }

        List<Health> undecided() {
            return Stream.concat(common.stream(), own.values().stream())
                    .filter(health -> health.outcome() == Health.Outcome.UNDECIDED)
                    .distinct()
                    .toList();
        }

        List<String> remarks() {
            return common.map(Health::reason).stream().toList();
        }
    }
}
