package org.superlance.oomemonitor;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.ProcessDetails.Lookup;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.GuardedDirectory;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.ByteSize;
import org.superlance.listener.util.TextSanitizer;

/** The heap dumps and error files of JVMs in their working directories, for alerts. Thread-safe. */
final class HeapDumpListing {

    private static final int MAX_ENTRIES = 10_000;
    private static final int MAX_LISTED = 20;

    private final Map<Namespec, Lookup<Path>> directories = new ConcurrentHashMap<>();
    private final TrustedPath paths;

    HeapDumpListing(TrustedPath paths) {
        this.paths = paths;
    }

    private record Dump(String name, long size, Instant written) {
        @Override
        public String toString() {
            return "  " + name + ", " + ByteSize.ofBytes(size) + ", " + written.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /**
     * Remembers the working directory of the process, which is unknown after its restart, and cannot be read any more while
     * the process exits, when the next check may come.
     */
    void remember(Namespec name, Lookup<Path> directory) {
        directories.merge(name, directory, (known, now) -> now.value().isPresent() ? now : known);
    }

    void forgetAllBut(Set<Namespec> names) {
        directories.keySet().retainAll(names);
    }

    /** The dumps in the working directory of the process, the newest first, as lines for people. */
    String listing(Namespec name) {
        Lookup<Path> directory = directories.get(name);
        if (directory == null || directory.value().isEmpty()) {
            String why = directory == null ? "" : ": " + directory.sentence();
            return "Its working directory is unknown, so no dumps are listed" + why + ".\n";
        }
        return listing(directory.value().get());
    }

    private String listing(Path directory) {
        List<Dump> dumps = new ArrayList<>();
        try (GuardedDirectory open = paths.open(directory)) {
            for (Path name : open.names(MAX_ENTRIES)) {
                if (isDump(name.toString())) {
                    add(dumps, open, name);
                }
            }
        } catch (IOException e) {
            return "Dumps in " + directory + " cannot be listed: " + AtomicFile.reason(e) + ".\n";
        }
        return text(directory, dumps);
    }

    private static boolean isDump(String name) {
        return name.endsWith(".hprof") || (name.startsWith("hs_err_pid") && name.endsWith(".log"));
    }

    private static void add(List<Dump> dumps, GuardedDirectory directory, Path name) {
        try {
            BasicFileAttributes found = directory.attributes(name);
            if (found.isRegularFile()) {
                String printable = TextSanitizer.printable(name.toString());
                dumps.add(new Dump(
                        printable, found.size(), found.lastModifiedTime().toInstant()));
            }
        } catch (IOException e) {
            log().debug("{} is not listed: {}", name, e.getMessage());
        }
    }

    private static String text(Path directory, List<Dump> dumps) {
        if (dumps.isEmpty()) {
            return "No hs_err_pid*.log and no *.hprof in " + directory + ".\n";
        }
        dumps.sort(Comparator.comparing(Dump::written).reversed());
        StringBuilder text = new StringBuilder("In " + directory + ", the newest first:\n");
        dumps.stream().limit(MAX_LISTED).forEach(dump -> text.append(dump).append('\n'));
        if (dumps.size() > MAX_LISTED) {
            text.append("  and ").append(dumps.size() - MAX_LISTED).append(" more\n");
        }
        return text.toString();
    }

    /** Looked up on use: this is created before the listener is ready, and the logging takes a while to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(HeapDumpListing.class);
    }
}
