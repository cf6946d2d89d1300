package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.superlance.listener.config.CommandLineSplitter;
import org.superlance.listener.config.IniFile;
import org.superlance.listener.config.IniSection;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.superlance.Superlance;

class ExamplesTest {

    private static final Path EXAMPLES = Path.of("src/main/examples").toAbsolutePath();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path state;

    @ParameterizedTest
    @FieldSource("org.superlance.packaging.Tool#ALL")
    void areSectionsThatTheCommandsAccept(Tool tool) throws Exception {
        Path file = EXAMPLES.resolve(tool.name() + ".conf");
        IniFile example = IniFile.read(file, Map.of(), "vm");

        assertThat(example.sectionsOf("eventlistener")).isNotEmpty();
        for (IniSection section : example.sectionsOf("eventlistener")) {
            assertThat(section.get("events")).isPresent();
            assertAccepted(CommandLineSplitter.split(section.get("command").orElseThrow()));
        }
        if (tool.isWhole()) {
            assertAccepted(List.of(file.toString()));
        }
    }

    /** A listener that is ready and finds that supervisord has gone away has accepted its options. */
    private void assertAccepted(List<String> words) {
        out.reset();
        List<String> command = new ArrayList<>(words);

        int status = Superlance.run(context(), command.toArray(String[]::new));

        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("READY\n");
    }

    private CommandContext context() {
        Map<String, String> environment = Map.of(
                "SUPERVISOR_SERVER_URL", "unix:///nowhere",
                "SUPERVISOR_PROCESS_NAME", "x",
                "SUPERVISOR_GROUP_NAME", "x",
                "SUPERLANCE_STATE_DIR", state.toString());
        return new CommandContext(
                InputStream.nullInputStream(),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                Clock.systemUTC(),
                false,
                false,
                task -> {});
    }

    @ParameterizedTest
    @FieldSource("org.superlance.packaging.Tool#ALL")
    void theManPageShowsTheExample(Tool tool) throws Exception {
        String example = Files.readString(EXAMPLES.resolve(tool.name() + ".conf"));

        String page = ManPage.of(tool.spec(), "", "", example, List.of());

        assertThat(page)
                .contains(
                        ManPage.Roff.escape(example.strip().lines().findFirst().orElseThrow()));
    }
}
