package org.superlance.procmon.config;

import java.nio.file.Path;

/**
 * How paths of a configuration are meant.
 *
 * @param workingDirectory where relative ones start
 * @param home what {@code ~/} stands for; may be empty
 */
record PathResolver(Path workingDirectory, String home) {

    /** @throws java.nio.file.InvalidPathException if no file can have it */
    Path absolute(String path) {
        String expanded = path.startsWith("~/") && !home.isEmpty() ? home + path.substring(1) : path;
        return workingDirectory.resolve(expanded).normalize();
    }
}
