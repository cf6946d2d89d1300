package org.superlance.listener.restart;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.supervisor.Namespec;

/** A file a process, in a directory of this listener alone; its first line is the namespec. */
public final class FileRestartJournal implements RestartJournal {

    private static final Logger LOG = LoggerFactory.getLogger(FileRestartJournal.class);
    private static final String SUFFIX = ".restart";
    private static final int MAX_FILE_NAME_LENGTH = 200;

    private final Path directory;
    private final InstantSource clock;

    public FileRestartJournal(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public void record(Namespec name) {
        try {
            AtomicFile.write(file(name), name + "\nstopped to be started again, since " + clock.instant() + "\n");
        } catch (IOException e) {
            LOG.error(
                    "{}: cannot note in {} that it is to be started again ({}); it is restarted all the same, but stays"
                            + " stopped if this listener is killed meanwhile",
                    name,
                    directory,
                    e.getMessage());
        }
    }

    @Override
    public void remove(Namespec name) {
        try {
            AtomicFile.delete(file(name));
        } catch (IOException e) {
            LOG.error("{}: cannot delete {} ({}); delete it by hand", name, file(name), e.getMessage());
        }
    }

    @Override
    public Set<Namespec> pending() {
        Set<Namespec> pending = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                Files.readString(file).lines().findFirst().map(Namespec::parse).ifPresent(pending::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.error("cannot read in {} which programs are to be started again: {}", directory, e.getMessage());
        }
        return pending;
    }

    private Path file(Namespec name) {
        String encoded =
                URLEncoder.encode(name.toString(), StandardCharsets.UTF_8).replace("*", "%2A");
        return directory.resolve((encoded.length() <= MAX_FILE_NAME_LENGTH ? encoded : shortened(encoded)) + SUFFIX);
    }

    private static String shortened(String encoded) {
        CRC32 hash = new CRC32();
        hash.update(encoded.getBytes(StandardCharsets.US_ASCII));
        return encoded.substring(0, MAX_FILE_NAME_LENGTH) + Long.toHexString(hash.getValue());
    }
}
