package org.superlance.httpok;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * What one look showed, beside what it found of each process.
 *
 * @param failures the checks that failed and count
 * @param unknown names in the options that fit no process
 * @param expiring sentences about certificates that somebody should renew
 * @param results everything that came
 */
record CheckRound(
        List<ProbeResult> failures,
        List<ProcessPattern> unknown,
        List<String> expiring,
        ProbeStrategy.Results results) {

    static final CheckRound NONE = new CheckRound(List.of(), List.of(), List.of(), ProbeStrategy.Results.NONE);

    CheckRound {
        failures = List.copyOf(failures);
        unknown = List.copyOf(unknown);
        expiring = List.copyOf(expiring);
    }

    /** These, and what they do not say of what is wrong. */
    List<Diagnostic> diagnostics(List<Diagnostic> ofPrograms) {
        List<Diagnostic> diagnostics = new ArrayList<>(ofPrograms);
        Stream.concat(failures.stream(), results.undecided().stream())
                .map(ProbeResult::reason)
                .filter(reason ->
                        ofPrograms.stream().noneMatch(said -> said.sentence().contains(reason)))
                .map(reason -> Diagnostic.problem(reason + "; see that it is answered, or change the options"))
                .forEach(diagnostics::add);
        expiring.stream().map(Diagnostic::problem).forEach(diagnostics::add);
        return diagnostics;
    }
}
