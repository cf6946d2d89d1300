package org.superlance.oomemonitor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.process.ProcessDetails;
import org.superlance.listener.process.ProcessDetails.Lookup;

/** Processes that need not exist, nor belong to us. */
final class FakeProcessDetails implements ProcessDetails {

    final Map<Long, String> oomeFiles = new HashMap<>();
    final Map<Long, Path> directories = new HashMap<>();
    final Map<Long, Lookup<Optional<String>>> refusals = new HashMap<>();

    @Override
    public Lookup<Optional<String>> environment(long pid, String name) {
        return refusals.getOrDefault(pid, new Lookup.Found<>(Optional.ofNullable(oomeFiles.get(pid))));
    }

    @Override
    public Lookup<Path> workingDirectory(long pid) {
        Path directory = directories.get(pid);
        return directory == null
                ? new Lookup.NotFound<>("process " + pid + " has exited")
                : new Lookup.Found<>(directory);
    }

    @Override
    public Lookup<Instant> startTime(long pid) {
        return new Lookup.Found<>(OomeProcessInfos.START);
    }
}
