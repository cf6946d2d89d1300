package org.superlance.httpok;

import java.util.List;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * What one look showed, beside what it found of each process.
 *
 * @param failures the checks that failed and count
 * @param unknown names in the options that fit no process
 * @param expiring sentences about certificates that somebody should renew
 * @param answers everything that came
 */
record Round(List<Health> failures, List<ProcessPattern> unknown, List<String> expiring, Survey.Answers answers) {

    static final Round NONE = new Round(List.of(), List.of(), List.of(), Survey.Answers.NONE);

    Round {
        failures = List.copyOf(failures);
        unknown = List.copyOf(unknown);
        expiring = List.copyOf(expiring);
    }
}
