package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.testkit.Await;
import org.superlance.oomemonitor.Marker.MarkerProbe;
import org.superlance.oomemonitor.Marker.MarkerVerdict;
import org.superlance.oomemonitor.Marker.MarkerVerdict.ProgramOwners;
import org.superlance.oomemonitor.MarkerLocator.Location;

class MarkerVerdictTest {

    private static final Path FILE = Path.of("/srv/work/oome");
    private static final Instant WRITTEN = Instant.parse("2026-11-21T02:54:56.789Z");

    @ParameterizedTest(name = "{0}, OOME_FILE: {1}, of {2}, process of {3}, in {4}, concerned: {5}")
    @CsvSource({
        // lies there, named by program, owner, user, directory of, asks for a restart; sick, believed, odd
        "nothing, false, web,  web,  safe, false, false, false, false",
        "marker,  false, web,  web,  safe, true,  true,  true,  false",
        "marker,  false, web,  web,  safe, false, false, true,  false",
        "marker,  false, root, web,  safe, true,  true,  true,  false",
        "marker,  false, bob,  ,     safe, true,  true,  true,  false",
        "marker,  true,  web,  web,  safe, true,  true,  true,  false",
        "marker,  true,  root, web,  safe, true,  false, false, true",
        "marker,  true,  web,  root, safe, true,  false, false, true",
        "marker,  true,  web,  ourselves, safe, true, true, true, false",
        "marker,  true,  1001, 1001, web,  true,  true,  true,  false",
        "marker,  true,  1002, 1001, web,  true,  false, false, true",
        "marker,  true,  1001, ,     web,  true,  false, false, true",
        // whoever owns the directory can remove the file without us
        "marker,  false, root, web,  web,  true,  true,  true,  false",
        "marker,  false, root, web,  bob,  true,  true,  true,  false",
        // a directory of root's that another user has moved there, or that a link led to
        "marker,  false, web,  web,  root, true,  true,  true,  false",
        "marker,  false, root, web,  root, true,  false, false, true",
        "marker,  false, ourselves, web, ourselves, true, false, false, true",
        "marker,  false, bob,  web,  root, true,  false, false, true",
        // /tmp
        "marker,  false, bob,  web,  all,  true,  true,  true,  false",
        "marker,  false, root, web,  all,  true,  false, false, true",
        "odd,     false, web,  web,  safe, false, false, false, true"
    })
    void isThatARunningProcessIsSickIfAMarkerThatMayBeBelievedConcernsIt(
            String lies,
            boolean namedByProgram,
            String owner,
            String user,
            String directory,
            boolean concerned,
            boolean sick,
            boolean believed,
            boolean odd) {
        MarkerProbe probe = switch (lies) {
            case "nothing" -> new MarkerProbe.Absent();
            case "odd" -> new MarkerProbe.Unusable("it is a directory");
            default -> new MarkerProbe.Found(new Marker(FILE, WRITTEN, "1", owner, place(directory)));
        };
        Location location = new Location(FILE, "OOME_FILE", namedByProgram);
        MarkerVerdict.Ownership ownership = new MarkerVerdict.Ownership(Optional.ofNullable(user), "ourselves");

        MarkerVerdict verdict =
                MarkerVerdict.of(OomeProcessInfos.running("web:w1", 7), location, probe, ownership, concerned);

        assertThat(verdict.result().unhealthy()).isEqualTo(sick);
        assertThat(verdict.marker().isPresent()).isEqualTo(believed);
        assertThat(verdict.problem().isPresent()).isEqualTo(odd);
        assertThat(verdict.result().value()).isEqualTo("/srv/work/oome");
    }

    @Test
    void saysWhichFileAndWhoNamesItAndWhenItWasWritten() {
        Location location = new Location(FILE, "OOME_FILE", true);
        MarkerProbe probe = new MarkerProbe.Found(new Marker(FILE, WRITTEN, "1", "web", place("web")));

        MarkerVerdict verdict = MarkerVerdict.of(
                OomeProcessInfos.running("web:w1", 7),
                location,
                probe,
                new MarkerVerdict.Ownership(Optional.of("web"), "root"),
                true);

        assertThat(verdict.result().reason())
                .isEqualTo("out of memory: /srv/work/oome (OOME_FILE) was written at 2026-11-21T02:54:56Z");
    }

    private static Marker.Place place(String directory) {
        return switch (directory) {
            case "safe" -> new Marker.Place(true, "root", false);
            case "all" -> new Marker.Place(false, "root", true);
            default -> new Marker.Place(false, directory, false);
        };
    }

    @Test
    void aProgramIsWhoseItsProcessIs() {
        ProgramOwners owners = new ProgramOwners();
        String ourselves = owner(Path.of("/proc/self"));
        MarkerVerdict.Ownership ours = new MarkerVerdict.Ownership(Optional.of(ourselves), ourselves);

        assertThat(owners.apply(ProcessHandle.current().pid())).isEqualTo(ours);
        assertThat(owners.apply(ProcessHandle.current().pid())).isEqualTo(ours);
        assertThat(owners.apply(1))
                .isEqualTo(new MarkerVerdict.Ownership(Optional.of(owner(Path.of("/proc/1"))), ourselves));
        assertThat(owners.apply(Long.MAX_VALUE)).isEqualTo(new MarkerVerdict.Ownership(Optional.empty(), ourselves));
    }

    /** Only root can start a program of somebody else. */
    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void aProgramThatHasGivenUpItsRightsIsNotOursAnyMore() throws Exception {
        Process program = new ProcessBuilder("setpriv", "--reuid=65534", "--clear-groups", "sleep", "600").start();
        try {
            Path directory = Path.of("/proc/" + program.pid());
            Await.until("the other user", () -> !owner(directory).equals("root"));
            ProgramOwners owners = new ProgramOwners();

            assertThat(owners.apply(ProcessHandle.current().pid()).user()).hasValue("root");
            assertThat(owners.apply(program.pid()).user()).hasValue(owner(directory));
        } finally {
            program.destroyForcibly();
        }
    }

    private static String owner(Path file) {
        try {
            return Files.getOwner(file).getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
