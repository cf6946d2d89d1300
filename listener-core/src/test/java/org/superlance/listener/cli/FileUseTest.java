package org.superlance.listener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FileUseTest {

    private final OptionGroup options = OptionGroup.of("some", "Does something.");
    private final ArgumentParser parser;

    FileUseTest() {
        options.value(Path.class, "-k", "--key").file(FileUse.Kind.READ);
        options.value(Path.class, "--other");
        options.list(String.class, "--hook").secret();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        parser = new ArgumentParser(options, ArgumentParser.NO_LEGACY_OPTIONS, nowhere, nowhere);
    }

    @Test
    void namesTheFilesOfOptionsAndOfSecrets() {
        assertThat(parser.files()).isEmpty();

        assertThat(parser.parse(
                        "-k",
                        "a",
                        "--other=b",
                        "--hook=@/c",
                        "--hook",
                        "Authorization: @/d e",
                        "--hook=https://u:p@/x",
                        "--hook=https://chat/@/y"))
                .isEqualTo(OptionalInt.empty());

        assertThat(parser.files())
                .isEqualTo(List.of(
                        new FileUse("--key", Path.of("a"), FileUse.Kind.READ),
                        new FileUse("--hook", Path.of("/c"), FileUse.Kind.READ),
                        new FileUse("--hook", Path.of("/d e"), FileUse.Kind.READ)));
    }
}
