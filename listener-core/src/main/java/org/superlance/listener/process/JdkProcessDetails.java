package org.superlance.listener.process;

import java.nio.file.Path;
import java.util.Optional;

/** For systems without {@code /proc}. */
final class JdkProcessDetails implements ProcessDetails {

    @Override
    public Lookup<Optional<String>> environment(long pid, String name) {
        return new Lookup.NotSupported<>(
                "the environment of process " + pid + " can be read only on Linux, from /proc");
    }

    @Override
    public Lookup<Path> workingDirectory(long pid) {
        return new Lookup.NotSupported<>(
                "the working directory of process " + pid + " can be read only on Linux, from /proc");
    }
}
