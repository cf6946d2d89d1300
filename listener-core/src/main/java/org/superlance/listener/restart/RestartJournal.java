package org.superlance.listener.restart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.ShortHash;

/** Remembers, across restarts of the listener, which processes it is about to stop and must start again. */
public interface RestartJournal {

    /**
     * Records that the process is about to be stopped and started. When this returns, the record is on disk if
     * possible.
     */
    void record(Namespec name);

    /** Removes the record: the process is running again, or need not be started any more. */
    void remove(Namespec name);

    /** The restarts that an earlier run of this listener has not finished. */
    Set<Namespec> pending();

    /** For a listener without a state directory: records nothing. */
    static RestartJournal none() {
        return new RestartJournal() {
            @Override
            public void record(Namespec name) {}

            @Override
            public void remove(Namespec name) {}

            @Override
            public Set<Namespec> pending() {
                return Set.of();
            }
        };
    }

    /** One file per process, in a directory of this listener only; its first line is the namespec. */
    final class FileRestartJournal implements RestartJournal {

        private static final Logger LOG = LoggerFactory.getLogger(FileRestartJournal.class);

        private final SpoolDirectory<Namespec> files;
        private final FileCodec codec;

        public FileRestartJournal(Path directory, InstantSource clock) {
            this.codec = new FileCodec(clock);
            this.files = new SpoolDirectory<>(directory, codec);
        }

        @Override
        public void record(Namespec name) {
            try {
                files.write(name);
            } catch (IOException e) {
                LOG.error(
                        "{}: cannot record its restart in {}: {}; restarting anyway, but it stays stopped if this"
                                + " listener is killed meanwhile",
                        name,
                        files,
                        AtomicFile.reason(e));
            }
        }

        @Override
        public void remove(Namespec name) {
            Path file = files.path(codec.fileName(name));
            try {
                // not through the spool, which does not wait for the disk: a file that is back after a crash is one
                // more start
                AtomicFile.delete(file);
            } catch (IOException e) {
                LOG.error("{}: cannot delete {}: {}; delete it by hand", name, file, AtomicFile.reason(e));
            }
        }

        @Override
        public Set<Namespec> pending() {
            Set<Namespec> pending = new TreeSet<>();
            try {
                for (String file : files.list().keySet()) {
                    Namespec name = files.read(file);
                    if (!name.name().isEmpty()) {
                        pending.add(name);
                    }
                }
            } catch (IOException e) {
                LOG.error("cannot read interrupted restarts in {}: {}", files, AtomicFile.reason(e));
            }
            return pending;
        }

        private record FileCodec(InstantSource clock) implements SpoolDirectory.Codec<Namespec> {

            private static final String SUFFIX = ".restart";
            private static final int MAX_FILE_NAME_LENGTH = 200;

            @Override
            public String noun() {
                return "interrupted restart";
            }

            @Override
            public String suffix() {
                return SUFFIX;
            }

            @Override
            public String fileName(Namespec name) {
                String encoded = URLEncoder.encode(name.toString(), UTF_8).replace("*", "%2A");
                return (encoded.length() <= MAX_FILE_NAME_LENGTH ? encoded : shortened(encoded)) + SUFFIX;
            }

            private static String shortened(String encoded) {
                // without leading zeros, as version 0.1.0 has named them
                long hash = Long.parseLong(ShortHash.of(encoded), 16);
                return encoded.substring(0, MAX_FILE_NAME_LENGTH) + Long.toHexString(hash);
            }

            @Override
            public byte[] encode(Namespec name) {
                return (name + "\nstopped to be started again, since " + clock.instant() + "\n").getBytes(UTF_8);
            }

            /** An empty file is a process without a name: somebody truncated it. */
            @Override
            public Namespec decode(byte[] content) {
                return Namespec.parse(
                        new String(content, UTF_8).lines().findFirst().orElse(""));
            }
        }
    }
}
