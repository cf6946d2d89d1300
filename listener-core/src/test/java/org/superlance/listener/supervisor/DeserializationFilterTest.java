package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeserializationFilterTest {

    @TempDir
    Path directory;

    @Test
    void isForbiddenForTheWholeProcess() throws Exception {
        assertThat(statusOfAChildJvm("forbid")).isEqualTo(Child.REJECTED);
    }

    @Test
    void isForbiddenByTheOptionOfTheLauncher() throws Exception {
        assertThat(launcher()).contains(" -Djdk.serialFilter='!*' ");
        assertThat(statusOfAChildJvm("allow", "-Djdk.serialFilter=!*")).isEqualTo(Child.REJECTED);
        assertThat(statusOfAChildJvm("forbid", "-Djdk.serialFilter=!*")).isEqualTo(Child.REJECTED);
    }

    @Test
    void wouldWorkOtherwise() throws Exception {
        assertThat(statusOfAChildJvm("allow")).isZero();
    }

    private static String launcher() throws IOException {
        return Files.readString(Path.of("../packaging/src/main/sh/launcher.sh"));
    }

    private int statusOfAChildJvm(String argument, String... jvmOptions) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName(),
                argument));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start()
                .waitFor();
    }

    /** A process of its own, because what is forbidden stays forbidden. */
    static final class Child {
        static final int REJECTED = 42;

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            if (arguments[0].equals("forbid")) {
                DeserializationFilter.forbid();
                DeserializationFilter.forbid();
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(new ArrayList<>(List.of("x")));
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                in.readObject();
            } catch (InvalidClassException e) {
                Runtime.getRuntime().halt(REJECTED);
            }
        }
    }
}
