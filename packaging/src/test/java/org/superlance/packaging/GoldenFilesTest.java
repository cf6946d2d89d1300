package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Help texts and man pages are as the files in {@code src/test/resources/golden} say, so that no change to them goes
 * unseen. {@code ./mvnw -pl packaging -am test -Dtest=GoldenFilesTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dgolden.update=true} writes them anew.
 */
class GoldenFilesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @FieldSource("org.superlance.packaging.Tool#ALL")
    void helpIsAsRecorded(Tool tool) throws IOException {
        StringBuilder text = new StringBuilder(help(tool.spec()));
        for (CommandLine subcommand : tool.spec().subcommands().values()) {
            text.append('\n').append(help(subcommand.getCommandSpec()));
        }
        assertIsAsRecorded(tool.name() + ".help", text.toString());
    }

    @ParameterizedTest
    @FieldSource("org.superlance.packaging.Tool#ALL")
    void manPageIsAsRecorded(Tool tool) throws IOException {
        String page = ManPage.of(tool.spec(), "\"DATE\" \"VERSION\" \"User commands\"", ".SH FILES\n", "", List.of());
        assertIsAsRecorded(tool.name() + ".1", page);
    }

    private static String help(CommandSpec spec) {
        return spec.commandLine().getUsageMessage(Ansi.OFF);
    }

    private static void assertIsAsRecorded(String name, String text) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
