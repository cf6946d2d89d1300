package org.superlance.timemon;

import java.time.LocalDateTime;

/**
 * When a process is to be restarted next.
 *
 * @param rule by which option
 */
record NextRestart(LocalDateTime time, String rule) {}
