package org.superlance.procmon.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.ProcessTable;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.ByteSize;
import org.superlance.procmon.server.ProcessGroup.GroupMember;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.subprocess.Subprocess;

/**
 * The memory of programs, and the limits that running listeners have for it. A limit, and the memory that is compared with it,
 * is what memmon last wrote to its {@code --metrics-file}; without one the memory is the RSS of the process, read now.
 */
final class MemoryReport {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryReport.class);
    private static final String OPTION = "--metrics-file";
    private static final int MAX_FILE_SIZE = 4 << 20;
    private static final Pattern SAMPLE =
            Pattern.compile("(?m)^superlance_memory(_limit)?_bytes\\{(.*)} (\\d{1,18})(?:\\.0)?$");
    private static final Pattern PROGRAM = Pattern.compile("program=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final ProcessTable table;

    MemoryReport(ProcessTable table) {
        this.table = table;
    }

    /**
     * The memory of a program.
     *
     * @param limit the tightest limit that a listener has for it
     */
    record Memory(ByteSize used, Optional<ByteSize> limit) {}

    /** The metrics files of the running listeners, as their commands name them. Runs on the main loop. */
    static List<Path> files(Server server) {
        List<Path> files = new ArrayList<>();
        server.groups().byPriority().stream()
                .filter(group -> group.pool().isPresent())
                .flatMap(group -> group.members().stream())
                .map(GroupMember::process)
                .filter(process -> process.state() == ProcessState.RUNNING)
                .forEach(process -> file(process).ifPresent(files::add));
        return files;
    }

    private static Optional<Path> file(Subprocess process) {
        List<String> words = process.spec().execution().words();
        Path directory = process.spec().execution().directory().orElse(Path.of(""));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith(OPTION + "=")) {
                return Optional.of(directory.resolve(word.substring(OPTION.length() + 1)));
            }
            if (word.equals(OPTION) && i + 1 < words.size()) {
                return Optional.of(directory.resolve(words.get(i + 1)));
            }
        }
        return Optional.empty();
    }

    /**
     * One at a time, so that the files of all requests together take little memory.
     *
     * @param pids of the running programs, by namespec
     */
    synchronized Map<String, Memory> of(Map<String, Long> pids, Collection<Path> metricsFiles) {
        Map<String, Memory> memory = new HashMap<>();
        own(pids).forEach((name, size) -> memory.put(name, new Memory(size, Optional.empty())));
        metricsFiles.forEach(file -> add(read(file), pids, memory));
        return memory;
    }

    private Map<String, ByteSize> own(Map<String, Long> pids) {
        Map<String, ByteSize> sizes = new HashMap<>();
        try {
            ProcessTable.MemorySnapshot snapshot = table.memory(pids.values(), Measure.RSS, false);
            pids.forEach((name, pid) -> snapshot.of(pid).ifPresent(size -> sizes.put(name, size)));
        } catch (ProcessTableException e) {
            LOG.debug("the page shows no memory: {}", e.toString());
        }
        return sizes;
    }

    private static void add(String metrics, Map<String, Long> pids, Map<String, Memory> memory) {
        Map<String, ByteSize> used = new HashMap<>();
        Map<String, ByteSize> limits = new HashMap<>();
        Matcher samples = SAMPLE.matcher(metrics);
        while (samples.find()) {
            Matcher program = PROGRAM.matcher(samples.group(2));
            if (program.find()) {
                (samples.group(1) == null ? used : limits)
                        .put(unescape(program.group(1)), ByteSize.ofBytes(Long.parseLong(samples.group(3))));
            }
        }
        limits.forEach((name, limit) -> {
            boolean tighter = Optional.ofNullable(memory.get(name))
                    .flatMap(Memory::limit)
                    .filter(other -> other.compareTo(limit) <= 0)
                    .isEmpty();
            if (pids.containsKey(name) && used.containsKey(name) && tighter) {
                memory.put(name, new Memory(used.get(name), Optional.of(limit)));
            }
        });
    }

    private static String unescape(String label) {
        return Namespec.parse(label.replace("\\n", "\n").replaceAll("\\\\(.)", "$1"))
                .toString();
    }

    /** Empty if it cannot be read: the listener may not have written it yet, or somebody else could have put it there. */
    private static String read(Path file) {
        if (!Files.exists(file)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(new TrustedPath().regularFile(file.toAbsolutePath()))) {
            return new String(in.readNBytes(MAX_FILE_SIZE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.debug("cannot read metrics file {}: {}", file, e.toString());
            return "";
        }
    }
}
