package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

class CompletionIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @FieldSource("org.superlance.packaging.Tool#ALL")
    void bashOffersEveryOptionOfTheHelp(Tool tool) throws Exception {
        CommandSpec spec = tool.spec();
        Path script = directory.resolve("completion");
        Files.writeString(
                script, AutoComplete.bash(tool.name(), tool.completionSpec().commandLine()));

        Shell bash = Shell.run(
                "bash",
                "-c",
                "compopt() { :; }; . %s; COMP_WORDS=(%s -); COMP_CWORD=1; _complete_%s; echo ${COMPREPLY[@]}"
                        .formatted(script, tool.name(), tool.name()));

        assertThat(bash.output().strip().split(" "))
                .containsExactlyInAnyOrder(new HelpText(spec)
                        .options().stream()
                                .flatMap(option -> Stream.of(option.names()))
                                .toArray(String[]::new));
    }

    @Test
    void bashOffersSubcommandsAndTheValuesThatTheHelpNames() throws Exception {
        Path script = directory.resolve("completion");
        Tool superlance = Tool.ALL.get(Tool.ALL.size() - 1);
        Files.writeString(
                script,
                AutoComplete.bash("superlance", superlance.completionSpec().commandLine()));

        assertThat(offered(script, "superlance", "")).contains("memmon", "procmon", "status");
        assertThat(offered(script, "superlance", "procmon", "")).contains("run", "watch");
        assertThat(offered(script, "superlance", "memmon", "--metric", "")).containsExactly("rss", "pss", "uss");
        assertThat(offered(script, "superlance", "crashmail", "--events", ""))
                .containsExactlyInAnyOrder("EXITED", "FATAL", "BACKOFF");
    }

    /** What is offered for the last of the words. */
    private static String[] offered(Path script, String... words) throws Exception {
        String quoted = Stream.of(words).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return Shell.run(
                        "bash",
                        "-c",
                        ("compopt() { :; }; . %s; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE=x; _complete_%s;"
                                        + " echo ${COMPREPLY[@]}")
                                .formatted(script, quoted, words.length - 1, words[0]))
                .output()
                .strip()
                .split(" ");
    }

    @Test
    void zshCompletesOptionsAndSaysWhatTheyAreFor() throws Exception {
        for (Tool tool : Tool.ALL) {
            Files.writeString(directory.resolve("_" + tool.name()), ZshCompletion.of(tool.completionSpec()));
        }

        String seen = typedInZsh(
                "memmon --cumu\\t",
                "httpok --tls-mode=imp\\t",
                "memmon --config\\t",
                "oome_monitor --ver\\t",
                "procmon wa\\t",
                "procmon run --direct\\t",
                "superlance memm\\t",
                "superlance memmon --metric=p\\t",
                "superlance stat\\t",
                "superlance status --js\\t");

        assertThat(seen)
                .contains("<memmon --cumulative >")
                .contains("<httpok --tls-mode=implicit >")
                .contains("<memmon --configuration=>")
                .contains("<procmon watch >")
                .contains("<procmon run --directory=>")
                .contains("<superlance memmon >")
                .contains("<superlance memmon --metric=pss >")
                .contains("<superlance status >")
                .contains("<superlance status --json >")
                .contains("Log every decision, including those that leave a process alone")
                .contains("Show the version and exit.")
                .doesNotContain("_arguments:");
    }

    /** What a terminal shows on which this is typed, and in angle brackets what becomes of each line. */
    private String typedInZsh(String... lines) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("zmodload zsh/zpty\nzpty shell zsh -f -i\n");
        script.append("say() { zpty -w -n shell \"$1\"; }\n");
        script.append("say $'unsetopt prompt_cr prompt_sp; fpath=(")
                .append(directory)
                .append(" $fpath)\\n'\n");
        script.append("say $'autoload -Uz compinit; compinit -u -D; bindkey \"^I\" complete-word\\n'\n");
        script.append("say $'show() { print -r -- \"<$BUFFER>\"; BUFFER= }; zle -N show; bindkey \"^T\" show\\n'\n");
        for (String line : lines) {
            script.append("say $'").append(line).append("\\x14'\n");
        }
        script.append("say $'exit\\n'\nwhile zpty -r shell seen; do print -r -- \"$seen\"; done\n");
        return Shell.run("timeout", "600", "zsh", "-f", "-c", script.toString()).output();
    }
}
