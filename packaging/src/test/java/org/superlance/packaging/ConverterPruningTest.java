package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.superlance.listener.cli.UnusedConverters;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class ConverterPruningTest {

    @Test
    void leavesTheConvertersThatOptionsHave() throws Exception {
        ClassLoader pruned = new PrunedPicocli();
        Class<?> reader = pruned.loadClass(NumberAndPath.class.getName());
        Object text = reader.getMethod("read").invoke(null);
        assertThat(text).isEqualTo(NumberAndPath.read()).isEqualTo("[5, /etc]");
        assertThatThrownBy(() -> reader.getMethod("readLarge").invoke(null))
                .cause()
                .hasMessageContaining("BigInteger");
    }

    @Test
    void saysThatPicocliHasChanged() throws IOException {
        Map<String, byte[]> once = pruned();
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

    private static Map<String, byte[]> pruned() throws IOException {
        return ConverterPruning.prune(Map.of(ConverterPruning.PLACE, content(ConverterPruning.PLACE)));
    }

    private static byte[] content(String name) throws IOException {
        try (InputStream content = ConverterPruningTest.class.getResourceAsStream("/" + name)) {
            return Objects.requireNonNull(content).readAllBytes();
        }
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

    private static final class PrunedPicocli extends ClassLoader {

        private final Map<String, byte[]> pruned = pruned();

        PrunedPicocli() throws IOException {
            super(ConverterPruningTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("picocli.") && !name.equals(NumberAndPath.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name, name.replace('.', '/') + ".class");
            }
        }

        private Class<?> define(String name, String file) throws ClassNotFoundException {
            try {
                byte[] content = pruned.containsKey(file) ? pruned.get(file) : content(file);
                return defineClass(name, content, 0, content.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
