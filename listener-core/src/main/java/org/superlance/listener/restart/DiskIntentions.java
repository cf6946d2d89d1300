package org.superlance.listener.restart;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.DurableFile;
import org.superlance.listener.supervisor.Namespec;

/** A file a process, in a directory of this listener alone. The name of the file is the namespec, URL-encoded. */
public final class DiskIntentions implements Intentions {

    private static final Logger LOG = LoggerFactory.getLogger(DiskIntentions.class);
    private static final String SUFFIX = ".restart";
    private static final int LONGEST_NAME = 240;

    private final Path directory;
    private final InstantSource clock;

    public DiskIntentions(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public void note(Namespec name) {
        try {
            DurableFile.write(file(name), "stopped to be started again, since " + clock.instant() + "\n");
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
    public void forget(Namespec name) {
        try {
            DurableFile.delete(file(name));
        } catch (IOException e) {
            LOG.error("{}: cannot delete {} ({}); delete it by hand", name, file(name), e.getMessage());
        }
    }

    @Override
    public Set<Namespec> pending() {
        Set<Namespec> pending = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                pending.add(Namespec.parse(
                        URLDecoder.decode(name.substring(0, name.length() - SUFFIX.length()), StandardCharsets.UTF_8)));
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("cannot read in {} which programs are to be started again: {}", directory, e.getMessage());
        }
        return pending;
    }

    private Path file(Namespec name) {
        String encoded =
                URLEncoder.encode(name.toString(), StandardCharsets.UTF_8).replace("*", "%2A");
        if (encoded.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("the name of " + name + " is too long for a file");
        }
        return directory.resolve(encoded + SUFFIX);
    }
}
