package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.process.ProcessDetails.Lookup;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.Namespec;

class HeapDumpListingTest {

    private static final Namespec NAME = Namespec.parse("web:w1");

    @TempDir
    Path directory;

    @Test
    void areListedWithSizeAndTimeTheNewestFirst() throws Exception {
        dump("java_pid1.hprof", 2048, "2026-11-21T02:00:00Z");
        dump("hs_err_pid2.log", 10, "2026-11-21T03:00:00Z");
        dump("app.log", 10, "2026-11-21T03:00:00Z");
        dump("hs_err_pid3.log.gz", 10, "2026-11-21T03:00:00Z");
        dump("java_pid1.hprof.tmp", 10, "2026-11-21T03:00:00Z");
        Files.createSymbolicLink(directory.resolve("link.hprof"), directory.resolve("app.log"));
        Files.createDirectory(directory.resolve("directory.hprof"));

        assertThat(listing())
                .isEqualTo("In " + directory + ", the newest first:\n"
                        + "  hs_err_pid2.log, 10B, 2026-11-21T03:00:00Z\n"
                        + "  java_pid1.hprof, 2KB, 2026-11-21T02:00:00Z\n");
    }

    @Test
    void areAtMostTwentyAndTheRestIsCounted() throws Exception {
        for (int i = 0; i < 25; i++) {
            dump("java_pid" + i + ".hprof", 1, "2026-11-21T02:00:00Z");
        }

        assertThat(listing()).hasLineCount(22).endsWith("  and 5 more\n");
    }

    @Test
    void cannotForgeALineByTheirName() throws Exception {
        dump("a\nsecond line.hprof", 1, "2026-11-21T02:00:00Z");

        assertThat(listing()).hasLineCount(2).contains("a?second line.hprof");
    }

    @Test
    void areSaidToBeNoneOrNotKnown() {
        assertThat(listing()).isEqualTo("No hs_err_pid*.log and no *.hprof in " + directory + ".\n");
        assertThat(new HeapDumpListing(new TrustedPath()).listing(NAME)).startsWith("Its working directory is unknown");
    }

    /** A check may come in the moment in which the process exits for the restart of the one before. */
    @Test
    void areListedAlsoWhenTheDirectoryCouldNotBeReadAgain() throws Exception {
        dump("java_pid1.hprof", 1, "2026-11-21T02:00:00Z");
        HeapDumpListing listing = new HeapDumpListing(new TrustedPath());
        listing.remember(NAME, new Lookup.Found<>(directory));
        listing.remember(NAME, new Lookup.NotFound<>("the process may be exiting"));

        assertThat(listing.listing(NAME)).contains("java_pid1.hprof");
    }

    private String listing() {
        HeapDumpListing heapDumpListing = new HeapDumpListing(new TrustedPath());
        heapDumpListing.remember(NAME, new Lookup.Found<>(directory));
        return heapDumpListing.listing(NAME);
    }

    private void dump(String name, int size, String written) throws Exception {
        Path file = Files.write(directory.resolve(name), new byte[size]);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(written)));
    }
}
