package org.superlance.listener.cli;

import java.nio.file.Path;

/**
 * A file or directory that the command line names for the command to use.
 *
 * @param option the name of the option, such as {@code --password-file}
 */
public record FileUse(String option, Path path, Kind kind) {

    /** What the command does with it. */
    public enum Kind {
        READ,
        /** To make and replace files in a directory. */
        WRITE,
        /** To a socket. */
        CONNECT
    }
}
