package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.ProcessInfos.decision;
import static org.superlance.listener.restart.ProcessInfos.running;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.restart.RestartJournal.FileRestartJournal;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.state.SpoolDirectory.Access;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.LogLines;

class FileRestartJournalTest {

    private static final Instant TIME = Instant.parse("2026-11-21T02:54:56.192Z");
    private static final String OWNER = "memmon web:memmon";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"web:w1", "prógrammé:🚀", "a:b:c", "..:..", "x:a/../../b", "g:50%", "g:*", "g:tab\there"})
    void areThereInTheNextLife(String name) {
        FileRestartJournal journal = journal();
        journal.record(note(name));

        FileRestartJournal nextLife = journal();
        List<RestartNote> pending = nextLife.pending();

        assertThat(pending).extracting(RestartNote::name).containsExactly(Namespec.parse(name));
        assertThat(nextLife.pending()).isEmpty();
        nextLife.remove(pending.get(0));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void keepAllThatIsNeededToFinishAndToReportThem() {
        RestartNote note = RestartNote.of(decision(running("web:w1", 7), "memory"), Duration.ofSeconds(30));
        RestartNote recorded = journal().record(note);

        assertThat(journal().pending()).containsExactly(recorded);
        assertThat(recorded.since()).isEqualTo(TIME);
        assertThat(recorded.begunBy()).isEqualTo(OWNER);
        assertThat(recorded.decision()).isEqualTo(note.decision());

        RestartNote over = recorded.withStartFailed()
                .ended(new RestartResult(note.name(), Outcome.RESTARTED, "new pid 8", note.id()));
        journal().record(over);

        assertThat(journal().pending()).containsExactly(over);
    }

    @Test
    void takeTheLongestNames() {
        Namespec first = new Namespec("g", "é".repeat(1_000) + "1");
        Namespec second = new Namespec("g", "é".repeat(1_000) + "2");
        FileRestartJournal journal = journal();

        journal.record(note(first.toString()));
        journal.record(note(second.toString()));

        assertThat(journal().pending()).extracting(RestartNote::name).containsExactly(first, second);
    }

    @Test
    void areNotRemovedForAnEarlierRestartOfTheSameProcess() {
        FileRestartJournal journal = journal();
        RestartNote first = journal.record(note("web:w1"));
        RestartNote second = journal.record(note("web:w1"));

        journal.remove(first);

        assertThat(journal().pending()).containsExactly(second);
    }

    @Test
    void areNotTakenByWhoeverAsksWhetherOneIsPending() {
        Namespec name = Namespec.parse("web:w1");
        journal().record(note("web:w1"));
        FileRestartJournal nextLife = journal();

        assertThat(nextLife.isPending(name)).isTrue();
        assertThat(nextLife.isPending(Namespec.parse("web:w2"))).isFalse();
        assertThat(nextLife.pending()).extracting(RestartNote::name).containsExactly(name);
        assertThat(nextLife.isPending(name)).isFalse();
    }

    @Test
    void areOverWhenTheirAlertWasQueued() {
        RestartNote over = journal().record(note("web:w1"));
        RestartNote failing = journal().record(note("web:w2"));

        List<RestartNote> pending = journal(id -> id.equals(over.id()) || id.equals(failing.startFailureId()))
                .pending();

        assertThat(pending).containsExactly(failing.withStartFailed());
        assertThat(directory).isDirectoryNotContaining("glob:**w1.restart");
    }

    @Test
    void ignoreWhatIsNotTheirs() throws Exception {
        Files.writeString(directory.resolve("web%3Aw1.restart.tmp"), "half written");
        Files.writeString(directory.resolve("notes.txt"), "an operator's");

        assertThat(journal().pending()).isEmpty();

        assertThat(directory.resolve("notes.txt")).exists();
        assertThat(directory.resolve("web%3Aw1.restart.tmp")).doesNotExist();
    }

    @Test
    void areSetAsideWithALineWhenTheyAreDamagedAndHideNoOther() throws Exception {
        Files.write(directory.resolve("a.restart"), new byte[4096]);
        Files.write(directory.resolve("b.restart"), "próg:w\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(directory.resolve("c.restart"), "");
        Files.writeString(directory.resolve("d.restart"), "web:w4\nx\npid: many\n");
        Files.writeString(directory.resolve("e.restart"), "web:w5\nx\npause: long\n");
        Files.writeString(directory.resolve("f.restart"), "web:w6\nx\nstate: ODD\n");
        Files.write(directory.resolve("g.restart"), new byte[9 << 20]);
        journal().record(note("web:w9"));

        try (LogLines log = LogLines.of(FileRestartJournal.class)) {
            assertThat(journal().pending()).extracting(RestartNote::name).containsExactly(Namespec.parse("web:w9"));

            assertThat(log.lines())
                    .hasSize(7)
                    .allMatch(line -> line.contains("not a record of an interrupted restart"));
            assertThat(directory.resolve("failed")).isDirectoryContaining("glob:**/a.restart");
            assertThat(directory).isDirectoryNotContaining("glob:**/{a,b,c,d,e,f,g}.restart");
        }
    }

    @Test
    void areFinishedWhatIsDamagedInThemThatIsNotNeeded() throws Exception {
        Files.writeString(directory.resolve("web%3Aw1.restart"), "web:w1\nx\nid: not/one\n");
        Files.writeString(directory.resolve("web%3Aw2.restart"), "web:w2\nx\npause: PT87600H\n");

        List<RestartNote> pending = journal().pending();

        assertThat(pending)
                .extracting(RestartNote::name)
                .containsExactly(Namespec.parse("web:w1"), Namespec.parse("web:w2"));
        assertThat(pending.get(0).id()).matches("[0-9a-f-]{36}");
        assertThat(pending.get(1).pause()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void areRemovedAlsoWhenSomebodyHasRenamedTheirFile() throws Exception {
        journal().record(note("web:w1"));
        Files.move(directory.resolve("web%3Aw1.restart"), directory.resolve("w1-old.restart"));

        FileRestartJournal journal = journal();
        journal.pending().forEach(journal::remove);

        assertThat(journal().pending()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void makeTheirDirectoryAgain() {
        FileRestartJournal journal = new FileRestartJournal(directory.resolve("missing"), InstantSource.system());

        journal.record(note("web:w1"));

        assertThat(directory.resolve("missing")).isDirectoryContaining("glob:**/*.restart");
    }

    @Test
    void goOnWithoutTheDisk() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        FileRestartJournal journal = new FileRestartJournal(file, InstantSource.system());

        RestartNote note = journal.record(note("web:w1"));
        journal.remove(note);

        assertThat(journal.pending()).isEmpty();
    }

    private FileRestartJournal journal() {
        return journal(id -> false);
    }

    private FileRestartJournal journal(Predicate<String> isQueued) {
        return new FileRestartJournal(directory, Access.UNRESTRICTED, InstantSource.fixed(TIME), OWNER, isQueued);
    }

    private static RestartNote note(String name) {
        return RestartNote.of(decision(running(name, 7)), Duration.ZERO);
    }
}
