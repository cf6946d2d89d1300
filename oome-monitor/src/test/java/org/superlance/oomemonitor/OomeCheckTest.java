package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.ProcessDetails.Lookup;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.oomemonitor.Marker.MarkerProbe;
import org.superlance.oomemonitor.Marker.MarkerVerdict;
import org.superlance.oomemonitor.MarkerRemover.DisposingMarkerRemover;
import org.superlance.oomemonitor.MarkerRemover.DryRunMarkerRemover;

class OomeCheckTest {

    private static final Instant NOW = OomeProcessInfos.START.plusSeconds(3600);
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("org.superlance.oomemonitor");

    @TempDir
    Path directory;

    private final FakeProcessDetails details = new FakeProcessDetails();
    private final TrustedPath paths = new TrustedPath();
    private final HeapDumpListing heapDumpListing = new HeapDumpListing(paths);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Path> looked = new ArrayList<>();
    private final OomeCheck check = check(new DisposingMarkerRemover(MarkerRemover.Disposal.DELETION, paths));

    @BeforeEach
    void listen() {
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.detachAppender(log);
    }

    @Test
    void findsEveryProcessSickThatSharesAMarkerAndRemovesNothingItself() throws Exception {
        Path marker = marker(directory, OomeProcessInfos.START.plusSeconds(60));

        List<CheckResult> results = look(process("a", 1), process("b", 2));

        assertThat(results).extracting(CheckResult::unhealthy).containsExactly(true, true);
        assertThat(marker).exists();
        assertThat(looked).containsExactly(marker);
        assertThat(heapDumpListing.listing(OomeProcessInfos.running("a", 1).name()))
                .contains(directory.toString());
    }

    @Test
    void removesAStaleMarkerAndSaysSo() throws Exception {
        Path marker = marker(directory, OomeProcessInfos.START.minusSeconds(60));

        List<CheckResult> results = look(process("a", 1));

        assertThat(results).extracting(CheckResult::unhealthy).containsExactly(false);
        assertThat(marker).doesNotExist();
        assertThat(said()).singleElement().asString().contains("stale marker " + marker + " removed");
    }

    @Test
    void saysOnceThatAStaleMarkerCannotBeRemoved() throws Exception {
        marker(directory, OomeProcessInfos.START.minusSeconds(60));
        OomeCheck hindered = check(new DisposingMarkerRemover(
                (marker, open, label) -> {
                    throw new IOException("read-only file system");
                },
                paths));

        hindered.check(List.of(process("a", 1)), NOW);
        hindered.check(List.of(process("a", 1)), NOW);

        assertThat(said())
                .singleElement()
                .asString()
                .contains(": read-only file system; nothing is restarted for it again");
    }

    @Test
    void onlySaysOnceInADryRunThatItWouldRemoveAStaleMarker() throws Exception {
        Path marker = marker(directory, OomeProcessInfos.START.minusSeconds(60));
        OomeCheck dry = check(new DryRunMarkerRemover());

        dry.check(List.of(process("a", 1)), NOW);
        dry.check(List.of(process("a", 1)), NOW);

        assertThat(marker).exists();
        assertThat(said()).singleElement().asString().contains("would remove stale marker");
    }

    @Test
    void saysOnceOfEachPidWhyItCannotBeWatchedAndStillWatchesTheOthers() throws Exception {
        marker(directory, OomeProcessInfos.START.plusSeconds(60));
        details.refusals.put(8L, new Lookup.NotPermitted<>("it belongs to another user"));
        ProcessInfo stopped = OomeProcessInfos.process("stopped", ProcessState.STOPPED, 0, Instant.EPOCH);
        ProcessInfo vanished = OomeProcessInfos.running("vanished", 7);
        ProcessInfo foreign = OomeProcessInfos.running("foreign", 8);

        look(stopped, vanished, foreign, process("a", 1));
        List<CheckResult> results = look(stopped, vanished, foreign, process("a", 1));

        assertThat(results).extracting(CheckResult::unhealthy).containsExactly(false, false, true);
        assertThat(said())
                .satisfiesExactly(
                        line -> assertThat(line).contains("stopped:stopped not watched: it is STOPPED"),
                        line -> assertThat(line).contains("vanished:vanished (pid 7) not watched now"),
                        line -> assertThat(line).contains("foreign:foreign (pid 8) cannot be watched"));
    }

    @Test
    void saysOnceThatTheEnvironmentOfAProgramIsBlankAndTakesTheDefault() throws Exception {
        marker(directory, OomeProcessInfos.START.plusSeconds(60));
        for (long pid : new long[] {1, 2}) {
            details.refusals.put(pid, new Lookup.Doubtful<>(Optional.empty(), "its environment in /proc is blank"));
        }

        List<CheckResult> results = look(process("a", 1));
        look(process("a", 2));

        assertThat(results).extracting(CheckResult::unhealthy).containsExactly(true);
        assertThat(said())
                .singleElement()
                .asString()
                .startsWith("a:a (pid 1): its environment in /proc is blank, so that OOME_FILE is not seen there; its"
                        + " marker is taken to be " + directory + "/work/oome: ");
    }

    @Test
    void neitherFollowsNorRemovesWhatIsNoRegularFileAndSaysSoOnce() throws Exception {
        Path target = Files.createFile(directory.resolve("target"));
        Files.createDirectory(directory.resolve("work"));
        Path link = Files.createSymbolicLink(directory.resolve("work/oome"), target);

        look(process("a", 1));
        List<CheckResult> results = look(process("a", 1));

        assertThat(results).extracting(CheckResult::unhealthy).containsExactly(false);
        assertThat(target).exists();
        assertThat(link).isSymbolicLink();
        assertThat(said()).singleElement().asString().contains("is a symbolic link");
    }

    @Test
    void leavesAFileAloneThatAProgramNamesAndThatIsNotItsOwn() throws Exception {
        Path file = marker(directory, OomeProcessInfos.START.minusSeconds(60));
        details.oomeFiles.put(9L, file.toString());

        List<CheckResult> results = look(process("a", 9));

        assertThat(results).extracting(CheckResult::unhealthy).containsExactly(false);
        assertThat(file).exists();
        assertThat(said()).singleElement().asString().contains("not to the user of the program");
    }

    @Test
    void leavesTheMarkerOfAProcessThatIsBeingStoppedByOthers() throws Exception {
        Path marker = marker(directory, OomeProcessInfos.START.plusSeconds(60));
        details.directories.put(1L, directory);

        List<CheckResult> results =
                look(OomeProcessInfos.process("a", ProcessState.STOPPING, 1, OomeProcessInfos.START));

        assertThat(results).isEmpty();
        assertThat(marker).exists();
    }

    private List<CheckResult> look(ProcessInfo... processes) {
        return check.check(List.of(processes), NOW);
    }

    private OomeCheck check(MarkerRemover remover) {
        return new OomeCheck(
                name -> true,
                details,
                () -> pid -> new MarkerVerdict.Ownership(Optional.of("somebody"), pid == 9 ? "root" : "somebody"),
                new MarkerLocator(details, Optional.empty(), MarkerLocator.Template.DEFAULT, paths),
                new MarkerRegistry(this::sight, remover),
                heapDumpListing);
    }

    private MarkerProbe sight(Path file) {
        looked.add(file);
        return MarkerProbe.at(file, paths);
    }

    private ProcessInfo process(String name, long pid) {
        details.directories.put(pid, directory);
        return OomeProcessInfos.running(name, pid);
    }

    private List<String> said() {
        return new ArrayList<>(log.list)
                .stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Path marker(Path directory, Instant written) throws Exception {
        Path file = directory.resolve("work/oome");
        Files.createDirectories(directory.resolve("work"));
        Files.createFile(file);
        return Files.setLastModifiedTime(file, FileTime.from(written));
    }
}
