package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.oomemonitor.Marker.MarkerProbe;
import org.superlance.oomemonitor.Marker.Place;

class MarkerRegistryTest {

    private static final Path FILE = Path.of("/srv/work/oome");
    private static final Instant START = OomeProcessInfos.START;

    private final List<String> removed = new ArrayList<>();
    private @Nullable Marker lying;
    private boolean writable = true;

    private final MarkerRegistry registry = new MarkerRegistry(file -> probe(), new RecordingRemover());

    @Test
    void removesTheMarkerOfAStoppedProcess() {
        lying = writtenAt(50);
        look(process("a", 1, 0));

        stop("a");

        assertThat(removed).containsExactly("a:a");
    }

    @Test
    void removesAMarkerAtOnceThatIsOlderThanTheProcess() {
        lying = writtenAt(-1);

        List<Boolean> concerned = look(process("a", 1, 0));

        assertThat(concerned).containsExactly(false);
        assertThat(removed).containsExactly("stale");
    }

    @Test
    void keepsASharedMarkerUntilBothProcessesAreStopped() {
        lying = writtenAt(50);
        assertThat(look(process("a", 1, 0), process("b", 2, 0))).containsExactly(true, true);

        stop("a");
        assertThat(removed).isEmpty();
        stop("b");

        assertThat(removed).containsExactly("b:b");
    }

    @Test
    void keepsASharedMarkerForAProcessThatMustWaitForItsRestart() {
        lying = writtenAt(50);
        look(process("a", 1, 0), process("b", 2, 0));
        stop("a");

        assertThat(look(process("a", 3, 102), process("b", 2, 0))).containsExactly(false, true);
        assertThat(removed).isEmpty();
        stop("b");

        assertThat(removed).containsExactly("b:b");
    }

    @Test
    void restartsNobodyAgainForWhatAStoppingProcessWroteBeforeItsSiblingWasStarted() {
        lying = writtenAt(50);
        look(process("a", 1, 0), process("b", 2, 0));
        stop("a");
        lying = writtenAt(102);
        stop("b");

        List<Boolean> concerned = look(process("a", 3, 103), process("b", 4, 105));

        assertThat(concerned).containsExactly(false, false);
        assertThat(removed).containsExactly("stale");
    }

    @Test
    void doesNotLoseWhatANewProcessWritesWhileItsSiblingIsStillStopping() {
        lying = writtenAt(50);
        look(process("a", 1, 0), process("b", 2, 0));
        stop("a");
        lying = writtenAt(104);
        stop("b");

        assertThat(removed).isEmpty();
        assertThat(look(process("a", 3, 102), process("b", 4, 106))).containsExactly(true, false);
    }

    @Test
    void forgetsASiblingThatDoesNotRunAnyMore() {
        lying = writtenAt(50);
        look(process("a", 1, 0), process("b", 2, 0));
        look(process("a", 1, 0));

        stop("a");

        assertThat(removed).containsExactly("a:a");
    }

    @Test
    void asksForOneRestartOnlyWhenTheMarkerCannotBeRemoved() {
        writable = false;
        lying = writtenAt(50);
        look(process("a", 1, 0));
        stop("a");

        assertThat(look(process("a", 2, 102))).containsExactly(false);
        assertThat(look(process("a", 2, 102))).containsExactly(false);

        writable = true;
        look(process("a", 2, 102));
        assertThat(removed).containsExactly("stale");
    }

    @Test
    void asksForOneRestartOnlyWhenTheMarkerCannotBeRemovedAndComesFromTheFuture() {
        writable = false;
        lying = writtenAt(5000);
        assertThat(look(process("a", 1, 0))).containsExactly(true);
        stop("a");

        assertThat(look(process("a", 2, 102))).containsExactly(false);
        assertThat(look(process("a", 2, 102))).containsExactly(false);
    }

    @Test
    void asksForAnotherRestartWhenAMarkerThatCouldNotBeRemovedIsWrittenAnew() {
        writable = false;
        lying = writtenAt(50);
        look(process("a", 1, 0));
        stop("a");
        look(process("a", 2, 102));

        lying = writtenAt(200);

        assertThat(look(process("a", 2, 102))).containsExactly(true);
    }

    @Test
    void takesNoMarkerForNewsWhenSupervisordToldOfTheProcessBeforeItsStop() {
        lying = writtenAt(50);
        MarkerRegistry.Candidate old = process("a", 1, 0);
        MarkerRegistry.Candidate sibling = process("b", 2, 0);
        look(old, sibling);
        stop("a");

        assertThat(look(old, sibling)).containsExactly(false, true);
    }

    @Test
    void doesNotMindAMarkerThatIsGoneAlready() {
        lying = writtenAt(50);
        look(process("a", 1, 0));
        lying = null;

        stop("a");

        assertThat(removed).isEmpty();
    }

    @Test
    void removesNoFileOfAnotherUserThatHasTakenThePlaceOfTheMarker() {
        lying = writtenAt(50);
        look(process("a", 1, 0));
        lying = new Marker(FILE, at(50), "inode 2", "bob", new Place(false, "bob", false));

        stop("a");

        assertThat(removed).isEmpty();
    }

    private final class RecordingRemover implements MarkerRemover {

        @Override
        public void removeStale(Marker marker) {
            remove("stale");
        }

        @Override
        public void removeHandled(Marker marker, Namespec process) {
            remove(process.toString());
        }

        @Override
        public void forgetAllBut(Collection<Marker> present) {}

        private void remove(String label) {
            if (writable) {
                lying = null;
                removed.add(label);
            }
        }
    }

    /** What a tick does: whether each is concerned, and then the removal of what concerns nobody. */
    private List<Boolean> look(MarkerRegistry.Candidate... processes) {
        Marker marker = lying;
        List<MarkerRegistry.Candidate> running = Arrays.asList(processes);
        List<Boolean> concerned = running.stream()
                .map(process -> marker != null && registry.concerns(process, marker))
                .toList();
        Set<Namespec> names = Set.of(Namespec.parse("a"), Namespec.parse("b"));
        registry.update(running, names, marker == null ? List.of() : List.of(marker));
        return concerned;
    }

    private void stop(String name) {
        registry.removalStep(Namespec.parse(name)).run();
    }

    private MarkerProbe probe() {
        return lying == null ? new MarkerProbe.Absent() : new MarkerProbe.Found(lying);
    }

    private static MarkerRegistry.Candidate process(String name, long pid, int startedAt) {
        return MarkerRegistry.Candidate.of(
                OomeProcessInfos.process(name, ProcessState.RUNNING, pid, at(startedAt)),
                FILE,
                Optional.of(at(startedAt)),
                marker -> marker.owner().equals("root"));
    }

    private static Marker writtenAt(int second) {
        return new Marker(FILE, at(second), "inode 1", "root", new Place(true, "root", false));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
