package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.process.ProcessDetails.Lookup;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.oomemonitor.MarkerLocator.Location;

class MarkerLocatorTest {

    private final FakeProcessDetails details = new FakeProcessDetails();

    @ParameterizedTest(name = "-o {0}, OOME_FILE {1}, --marker {2}")
    @CsvSource({
        "/o/file, /env/file, work/oome, /o/file, -o",
        "/o/file, ,          work/oome, /o/file, -o",
        ",        /env/file, work/oome, /env/file, OOME_FILE",
        ",        env/file,  work/oome, /no/such/dir/env/file, OOME_FILE",
        ",        a=b=c,     work/oome, /no/such/dir/a=b=c, OOME_FILE",
        ",        ../up,     work/oome, /no/such/up, OOME_FILE",
        ",        '',        work/oome, /no/such/dir/work/oome, the default",
        ",        ,          work/oome, /no/such/dir/work/oome, the default",
        ",        ,          /m/{group_name}.{process_name}, /m/web.w1, the default"
    })
    void areWhatTheOptionSaysElseTheVariableElseTheDefault(
            Path given, String variable, String template, Path expected, String origin) {
        details.directories.put(7L, Path.of("/no/such/dir"));
        if (variable != null) {
            details.oomeFiles.put(7L, variable);
        }

        Lookup<Location> location = new MarkerLocator(
                        details, Optional.ofNullable(given), new MarkerLocator.Template(template), new TrustedPath())
                .of(OomeProcessInfos.running("web:w1", 7));

        assertThat(location.value()).hasValueSatisfying(known -> {
            assertThat(known.file()).isEqualTo(expected);
            assertThat(known.origin()).isEqualTo(origin);
            assertThat(known.namedByProgram()).isEqualTo(origin.equals("OOME_FILE"));
        });
    }

    @Test
    void areTheSameByWhateverSymbolicLink(@TempDir Path directory) throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        details.oomeFiles.put(7L, link.resolve("oome").toString());

        Lookup<Location> location = locator().of(OomeProcessInfos.running("web:w1", 7));

        assertThat(location.value().map(Location::file))
                .contains(real.toRealPath().resolve("oome"));
    }

    @Test
    void areNotKnownOfAProcessThatHasVanished() {
        assertThat(locator().of(OomeProcessInfos.running("web:w1", 7))).isInstanceOf(Lookup.NotFound.class);
    }

    @Test
    void areNotKnownOfAProcessOfAnotherUserAndTheRemedyIsSaid() {
        details.refusals.put(7L, new Lookup.NotPermitted<>("run this command as root"));

        assertThat(locator().of(OomeProcessInfos.running("web:w1", 7)).sentence())
                .contains("run this command as root")
                .contains("-o FILE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "work/",
                "{cwd}/oome",
                "{process_name",
                "a}b",
                "{process_{group_name}name}",
                "{group_name}/",
                "%(group_name)s/oome"
            })
    void areNoTemplateThatNamesNoFile(String template) {
        assertThatThrownBy(() -> new MarkerLocator.Template(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void holdNamesLiterally() {
        assertThat(new MarkerLocator.Template("{process_name}").of(new Namespec("g", "a$1\\{group_name}")))
                .isEqualTo(Path.of("a$1\\{group_name}"));
        assertThat(new MarkerLocator.Template("x{group_name}y{process_name}{process_name}z")
                        .of(new Namespec("{process_name}", "{group_name}")))
                .isEqualTo(Path.of("x{process_name}y{group_name}{group_name}z"));
    }

    private MarkerLocator locator() {
        return new MarkerLocator(details, Optional.empty(), MarkerLocator.Template.DEFAULT, new TrustedPath());
    }
}
