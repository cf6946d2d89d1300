package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.restart.RestartJournal.FileRestartJournal;
import org.superlance.listener.supervisor.Namespec;

class FileRestartJournalTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"web:w1", "prógrammé:🚀", "a:b:c", "..:..", "x:a/../../b", "g:50%", "g:*"})
    void areThereInTheNextLife(String name) {
        new FileRestartJournal(directory, InstantSource.system()).record(Namespec.parse(name));

        FileRestartJournal nextLife = new FileRestartJournal(directory, InstantSource.system());

        assertThat(nextLife.pending()).containsExactly(Namespec.parse(name));
        nextLife.remove(Namespec.parse(name));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void takeTheLongestNames() {
        Namespec first = new Namespec("g", "é".repeat(1_000) + "1");
        Namespec second = new Namespec("g", "é".repeat(1_000) + "2");
        FileRestartJournal journal = new FileRestartJournal(directory, InstantSource.system());

        journal.record(first);
        journal.record(second);

        assertThat(journal.pending()).containsExactly(first, second);
    }

    @Test
    void ignoreWhatIsNotTheirs() throws Exception {
        Files.writeString(directory.resolve("web%3Aw1.restart.tmp"), "half written");
        Files.writeString(directory.resolve("notes.txt"), "an operator's");
        Files.writeString(directory.resolve("empty.restart"), "");

        assertThat(new FileRestartJournal(directory, InstantSource.system()).pending())
                .isEmpty();
    }

    @Test
    void goOnWithoutTheDisk() {
        FileRestartJournal journal = new FileRestartJournal(directory.resolve("missing"), InstantSource.system());

        journal.record(Namespec.parse("web:w1"));
        journal.remove(Namespec.parse("web:w1"));

        assertThat(journal.pending()).isEmpty();
    }
}
