package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.superlance.listener.cli.UnusedConverters;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class ConverterPruningTest {

    @Test
    void leavesTheConvertersThatOptionsHave() throws Exception {
        Map<String, byte[]> files = new HashMap<>(ConverterPruning.prune(ClassFiles.besides(CommandLine.class)));
        files.putAll(ClassFiles.besides(NumberAndPath.class));
        Class<?> reader = new ClassFiles(files).loadClass(NumberAndPath.class.getName());
        Object text = reader.getMethod("read").invoke(null);
        assertThat(text).isEqualTo(NumberAndPath.read()).isEqualTo("[5, /etc]");
        assertThatThrownBy(() -> reader.getMethod("readLarge").invoke(null))
                .cause()
                .hasMessageContaining("BigInteger");
    }

    @Test
    void saysThatPicocliHasChanged() throws IOException {
        Map<String, byte[]> once =
                ConverterPruning.prune(Map.of(ConverterPruning.PLACE, ClassFiles.content(ConverterPruning.PLACE)));
        assertThatThrownBy(() -> ConverterPruning.prune(once)).hasMessageContaining("as before");
    }

    /** Of those that are left, picocli knows how to read them. */
    @Test
    void prunesNoTypeThatAnOptionHas() {
        assertThat(Tool.ALL).allSatisfy(tool -> assertHasOwnConverters(tool.completionSpec()));
    }

    private static void assertHasOwnConverters(CommandSpec spec) {
        assertThat(spec.options())
                .filteredOn(option -> option.converters().length == 0 && !isRegistered(option))
                .allSatisfy(option -> assertThat(option.auxiliaryTypes())
                        .noneMatch(ConverterPruning::isPruned)
                        .noneMatch(type -> UnusedConverters.contains(type.getName())));
        spec.subcommands().values().forEach(command -> assertHasOwnConverters(command.getCommandSpec()));
    }

    /** Durations, and what else the parser of all commands reads itself. */
    private static boolean isRegistered(OptionSpec option) {
        return Arrays.stream(option.auxiliaryTypes())
                .allMatch(type -> type.getName().startsWith("org.superlance.") || type == java.time.Duration.class);
    }

    /** What a command line means to picocli; run with both. */
    public static final class NumberAndPath {

        private NumberAndPath() {}

        public static String read() {
            return parse(Integer.class, "5") + ", " + parse(Path.class, "/etc") + "]";
        }

        public static String readLarge() {
            return parse(java.math.BigInteger.class, "5");
        }

        private static String parse(Class<?> type, String value) {
            CommandSpec spec = CommandSpec.create()
                    .addOption(OptionSpec.builder("-x").type(type).build());
            Object read = new CommandLine(spec).parseArgs("-x", value).matchedOptionValue("-x", "none");
            return (type == Integer.class ? "[" : "") + read;
        }
    }
}
