package org.superlance.procmon.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known when the processes of a section are read.
 *
 * @param variables what their values may refer to, besides what is theirs
 * @param environment {@code environment=} of {@code [supervisord]}
 * @param umask that of {@code [supervisord]}
 * @param warnings where what has no effect is told
 */
record SectionContext(
        Map<String, String> variables, Map<String, String> environment, Optional<String> umask, List<String> warnings) {

    /** Tells it once, however many processes a section has. */
    void warn(String sentence) {
        if (!warnings.contains(sentence)) {
            warnings.add(sentence);
        }
    }
}
