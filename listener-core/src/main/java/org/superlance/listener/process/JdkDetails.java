package org.superlance.listener.process;

import java.nio.file.Path;
import java.util.Optional;

/** For systems without {@code /proc}. */
final class JdkDetails implements ProcessDetails {

    @Override
    public Detail<Optional<String>> environment(long pid, String name) {
        return new Detail.NotSupported<>(
                "the environment of process " + pid + " can be read only on Linux, from /proc");
    }

    @Override
    public Detail<Path> workingDirectory(long pid) {
        return new Detail.NotSupported<>(
                "the working directory of process " + pid + " can be read only on Linux, from /proc");
    }
}
