package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class ManPageIT {

    private static final String COMMON = ".SH FILES\n.TP\n.I /var/lib/x\nState.\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @FieldSource("org.superlance.packaging.Tool#ALL")
    void saysOfEachOptionWhatTheHelpSays(Tool tool) throws Exception {
        CommandSpec spec = tool.spec();

        String page = rendered(spec, "[eventlistener:x]");

        assertSaysAll(page, new HelpText(spec));
        spec.subcommands()
                .values()
                .forEach(subcommand -> assertSaysAll(page, new HelpText(subcommand.getCommandSpec())));
    }

    private static void assertSaysAll(String page, HelpText help) {
        assertThat(page).contains(help.description()).contains(help.synopsis());
        assertThat(help.options())
                .isNotEmpty()
                .allSatisfy(
                        option -> assertThat(page).contains(" " + help.term(option) + " " + help.description(option)));
        assertThat(help.parameters())
                .allSatisfy(parameter ->
                        assertThat(page).contains(parameter.paramLabel() + " " + help.description(parameter)));
    }

    @Test
    void keepsWhatTheLanguageOfManPagesWouldTakeForItsOwn() throws Exception {
        OptionSpec option = OptionSpec.builder("--one-two")
                .type(String.class)
                .paramLabel("A\\nB")
                .description(".PP is \\fBno\\fP instruction, 'this' is no \"quote\", and --this-is-a-name")
                .build();
        CommandSpec spec = CommandSpec.create().name("awkward").addOption(option);
        spec.usageMessage().description("Is awkward.");

        String page = rendered(spec, ".dots 'quotes' \"and\" \\slashes\n'at the start ~ ^ `");

        assertThat(page)
                .contains("--one-two=A\\nB .PP is \\fBno\\fP instruction, 'this' is no \"quote\", and --this-is-a-name")
                .contains(".dots 'quotes' \"and\" \\slashes")
                .contains("'at the start ~ ^ `");
    }

    /** As {@code man} shows it, in one line. */
    private String rendered(CommandSpec spec, String example) throws IOException, InterruptedException {
        Path file = directory.resolve("page.1");
        Files.writeString(file, ManPage.of(spec, "\"2026-11-21\" \"x\" \"y\"", COMMON, example, List.of("memmon")));
        // narrow lines give warnings that tell nothing of the page
        Shell man = Shell.run("man", "--warnings", "-l", file.toString());
        assertThat(man.status()).isZero();
        assertThat(man.output()).doesNotContain("page.1").doesNotContain("warning: ");
        return man.output().replaceAll("\\s+", " ");
    }
}
