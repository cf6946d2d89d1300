package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeserializationTest {

    @TempDir
    Path directory;

    @Test
    void isForbiddenForTheWholeProcess() throws Exception {
        assertThat(statusOfAChildJvm("forbid")).isEqualTo(Child.REJECTED);
    }

    @Test
    void wouldWorkOtherwise() throws Exception {
        assertThat(statusOfAChildJvm("allow")).isZero();
    }

    private int statusOfAChildJvm(String argument) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName(),
                argument);
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
                Deserialization.forbid();
                Deserialization.forbid();
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
