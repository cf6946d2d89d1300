package org.superlance.procmon.config;

import java.nio.file.Path;
import org.superlance.listener.config.LogConfig;
import org.superlance.procmon.log.Level;

/**
 * {@code [supervisord]}: the server itself.
 *
 * @param identifier its name, in events and in the names of automatic logs
 * @param logLevel what is less important is not logged
 * @param silent whether the log is not shown on stdout besides
 * @param childLogDirectory for automatic logs
 * @param cleanUp whether automatic logs of an earlier run are removed
 */
public record SupervisordSpec(
        String identifier,
        LogConfig log,
        Level logLevel,
        boolean silent,
        Path pidFile,
        Path childLogDirectory,
        boolean cleanUp) {}
