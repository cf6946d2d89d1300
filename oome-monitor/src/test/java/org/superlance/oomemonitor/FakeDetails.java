package org.superlance.oomemonitor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.process.Detail;
import org.superlance.listener.process.ProcessDetails;

/** Processes that need not exist, nor belong to us. */
final class FakeDetails implements ProcessDetails {

    final Map<Long, String> oomeFiles = new HashMap<>();
    final Map<Long, Path> directories = new HashMap<>();
    final Map<Long, Detail<Optional<String>>> refusals = new HashMap<>();

    @Override
    public Detail<Optional<String>> environment(long pid, String name) {
        return refusals.getOrDefault(pid, new Detail.Known<>(Optional.ofNullable(oomeFiles.get(pid))));
    }

    @Override
    public Detail<Path> workingDirectory(long pid) {
        Path directory = directories.get(pid);
        return directory == null
                ? new Detail.NotThere<>("there is no process " + pid + " any more")
                : new Detail.Known<>(directory);
    }

    @Override
    public Detail<Instant> startTime(long pid) {
        return new Detail.Known<>(Processes.START);
    }
}
