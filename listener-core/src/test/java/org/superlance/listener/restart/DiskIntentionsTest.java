package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.supervisor.Namespec;

class DiskIntentionsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"web:w1", "prógrammé:🚀", "a:b:c", "..:..", "x:a/../../b", "g:50%", "g:*"})
    void areThereInTheNextLife(String name) {
        new DiskIntentions(directory, InstantSource.system()).note(Namespec.parse(name));

        DiskIntentions nextLife = new DiskIntentions(directory, InstantSource.system());

        assertThat(nextLife.pending()).containsExactly(Namespec.parse(name));
        nextLife.forget(Namespec.parse(name));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void takeTheLongestNames() {
        Namespec first = new Namespec("g", "é".repeat(1_000) + "1");
        Namespec second = new Namespec("g", "é".repeat(1_000) + "2");
        DiskIntentions intentions = new DiskIntentions(directory, InstantSource.system());

        intentions.note(first);
        intentions.note(second);

        assertThat(intentions.pending()).containsExactly(first, second);
    }

    @Test
    void ignoreWhatIsNotTheirs() throws Exception {
        Files.writeString(directory.resolve("web%3Aw1.restart.tmp"), "half written");
        Files.writeString(directory.resolve("notes.txt"), "an operator's");
        Files.writeString(directory.resolve("empty.restart"), "");

        assertThat(new DiskIntentions(directory, InstantSource.system()).pending())
                .isEmpty();
    }

    @Test
    void goOnWithoutTheDisk() {
        DiskIntentions intentions = new DiskIntentions(directory.resolve("missing"), InstantSource.system());

        intentions.note(Namespec.parse("web:w1"));
        intentions.forget(Namespec.parse("web:w1"));

        assertThat(intentions.pending()).isEmpty();
    }
}
