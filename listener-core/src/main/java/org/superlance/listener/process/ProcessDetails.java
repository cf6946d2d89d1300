package org.superlance.listener.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** What the operating system tells of one process. None of it throws: why something is not known is an answer too. */
public interface ProcessDetails {

    /** The value of a variable in the environment that the process was started with; empty if it is not set there. */
    Lookup<Optional<String>> environment(long pid, String name);

    /** Where it works now; it exists, or did when this was asked. */
    Lookup<Path> workingDirectory(long pid);

    /** When it was started. A pid with another start is another process. */
    default Lookup<Instant> startTime(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return new Lookup.NotFound<>("there is no process " + pid + " any more");
        }
        Optional<Instant> start = process.get().info().startInstant();
        return start.isPresent()
                ? new Lookup.Found<>(start.get())
                : new Lookup.NotPermitted<>("the system does not tell us when process " + pid + " was started");
    }

    /** Those of {@code /proc} where there is one as Linux has it; elsewhere only what the JDK knows. */
    static ProcessDetails ofThisMachine() {
        return Files.isReadable(Path.of("/proc/self/stat")) ? new ProcFsDetails() : new JdkProcessDetails();
    }

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
}
