package org.superlance.procmon.config;

import java.nio.file.Path;

/**
 * Where the output of a process goes.
 *
 * @param maxBytes a file that has become so large is put aside; 0 for never
 * @param backups how many files that were put aside are kept
 * @param events whether what is written is an event too
 */
public record LogSpec(Target target, long maxBytes, int backups, boolean events) {

    /** What kind of log it is. */
    public sealed interface Target {}

    /** None: what is written is dropped. */
    public record None() implements Target {}

    /** A file with a name of its own in {@code childlogdir}. */
    public record Automatic() implements Target {}

    /** A file, or a device such as {@code /dev/stdout}. */
    public record File(Path path) implements Target {}
}
