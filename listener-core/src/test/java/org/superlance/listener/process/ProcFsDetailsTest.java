package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.process.ProcessDetails.JdkProcessDetails;
import org.superlance.listener.process.ProcessDetails.Lookup;
import org.superlance.listener.process.ProcessDetails.ProcFsDetails;
import org.superlance.listener.testkit.Await;

class ProcFsDetailsTest {

    private static final long PID = 10;

    @TempDir
    Path directory;

    @Test
    void tellsTheEnvironmentDirectoryAndStartOfARealProcess() throws Exception {
        Instant before = Instant.now().minusSeconds(5);
        ProcessBuilder builder =
                new ProcessBuilder("sleep", "600").directory(directory.toFile()).redirectInput(new File("/dev/null"));
        builder.environment().put("COREDIR", "/var/crash=1\nnew line é");
        Process process = builder.start();
        try {
            ProcessDetails details = ProcessDetails.ofThisMachine();
            Await.until(
                    "the sleep",
                    () -> details.environment(process.pid(), "COREDIR")
                            .value()
                            .flatMap(value -> value)
                            .isPresent());

            assertThat(details.environment(process.pid(), "COREDIR").value())
                    .hasValue(Optional.of("/var/crash=1\nnew line é"));
            assertThat(details.environment(process.pid(), "CORE").value()).hasValue(Optional.empty());
            assertThat(details.workingDirectory(process.pid()).value()).hasValue(directory.toRealPath());
            assertThat(details.startTime(process.pid()).value())
                    .hasValueSatisfying(start ->
                            assertThat(start).isBetween(before, Instant.now().plusSeconds(5)));
            // the kernel tells its own start in whole seconds, and not always in the same one
            assertThat(details.startTime(process.pid()).value().orElseThrow())
                    .isCloseTo(
                            process.info().startInstant().orElseThrow(),
                            new TemporalUnitWithinOffset(1, ChronoUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theFirstOfSeveralVariablesCounts() {
        forged("XA=0\0A=1\0A=2\0");

        assertThat(details().environment(PID, "A").value()).hasValue(Optional.of("1"));
    }

    @Test
    void anEmptyValueIsAValue() {
        forged("A=\0B");

        assertThat(details().environment(PID, "A").value()).hasValue(Optional.of(""));
        assertThat(details().environment(PID, "B").value()).hasValue(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0\0", "gunicorn: master [web] --bind=0\0\0 \0", "9A=1\0=1\0.A=1\0B"})
    void aBlankEnvironmentIsDoubtful(String environment) {
        forged(environment);
        new FakeProcFs(directory).file(PID, "cmdline", "gunicorn\0");

        assertThat(details().environment(PID, "A"))
                .isEqualTo(new Lookup.Doubtful<>(Optional.empty(), "its environment in /proc is blank"));
    }

    @Test
    void aProcessThatIsExitingHasNoEnvironment() {
        forged("");
        new FakeProcFs(directory).file(PID, "cmdline", "");

        assertThat(details().environment(PID, "A")).isInstanceOf(Lookup.Found.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"title\0\0LC_ALL=C\0", "_=", "b9.c-d=1\0", "a b=1\0c="})
    void oneVariableIsEnoughOfAnEnvironment(String environment) {
        forged(environment);
        new FakeProcFs(directory).file(PID, "cmdline", "gunicorn\0");

        assertThat(details().environment(PID, "A")).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void readsOnlyTheFirstPartOfAVastEnvironment() {
        forged("A=1\0B=" + "x".repeat(3 << 20) + "\0C=3\0");

        assertThat(details().environment(PID, "A").value()).hasValue(Optional.of("1"));
        assertThat(details().environment(PID, "B")).isInstanceOf(Lookup.NotSupported.class);
        assertThat(details().environment(PID, "C").sentence())
                .isEqualTo("the environment of process 10 is larger than 2MB, and C is not in the part that is read");
    }

    @Test
    void aProcessThatHasEndedIsNotThere() {
        assertThat(details().environment(PID, "A")).isEqualTo(new Lookup.NotFound<>("process 10 has exited"));
        assertThat(details().workingDirectory(PID)).isInstanceOf(Lookup.NotFound.class);
        assertThat(details().startTime(Long.MAX_VALUE)).isInstanceOf(Lookup.NotFound.class);
    }

    @Test
    void aStartIsCountedFromThatOfTheMachine() throws Exception {
        Files.writeString(directory.resolve("stat"), "cpu  1 2 3\nbtime 1795914004\nprocesses 7\n");
        new FakeProcFs(directory).stat(PID, "10 (a) b) S" + " 1".repeat(18) + " 12345 0\n");

        assertThat(details().startTime(PID).value()).hasValue(Instant.ofEpochMilli(1_795_914_004_000L + 123_450));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu  1 2 3\n", "btime soon\n", "btime 99999999999999999999\n"})
    void theJdkTellsAStartWhereTheMachineDoesNotTellItsOwn(String stat) throws Exception {
        long pid = ProcessHandle.current().pid();
        Files.writeString(directory.resolve("stat"), stat);
        new FakeProcFs(directory).stat(pid, pid + " (a) S" + " 1".repeat(18) + " 12345 0\n");

        assertThat(details().startTime(pid).value())
                .isEqualTo(ProcessHandle.current().info().startInstant());
    }

    @Test
    void aStartThatNoMachineCanHaveIsNotBelieved() throws Exception {
        long nobody = 1L << 40;
        Files.writeString(directory.resolve("stat"), "btime 1795914004\n");
        new FakeProcFs(directory).stat(nobody, nobody + " (a) S" + " 1".repeat(18) + " 999999999999999999 0\n");

        assertThat(details().startTime(nobody)).isInstanceOf(Lookup.NotFound.class);
    }

    @Test
    void whatBelongsToSomebodyElseIsNotPermitted() {
        Lookup<Path> lookup =
                details().unavailable(PID, "working directory", new AccessDeniedException("/proc/10/cwd"));

        assertThat(lookup).isInstanceOf(Lookup.NotPermitted.class);
        assertThat(lookup.sentence()).contains("run this command as that user or as root");
    }

    @Test
    void aDeletedDirectoryIsNotThereAndIsNamed() throws Exception {
        Files.createDirectories(directory.resolve("10"));
        Files.createSymbolicLink(directory.resolve("10/cwd"), Path.of("/srv/app (deleted)"));

        assertThat(details().workingDirectory(PID).sentence())
                .isEqualTo("the working directory of process 10 has been deleted: /srv/app");
    }

    @Test
    void elsewhereItIsNotSupported() {
        assertThat(new JdkProcessDetails().environment(PID, "A")).isInstanceOf(Lookup.NotSupported.class);
        assertThat(new JdkProcessDetails().workingDirectory(PID)).isInstanceOf(Lookup.NotSupported.class);
        assertThat(new JdkProcessDetails()
                        .startTime(ProcessHandle.current().pid())
                        .value())
                .isPresent();
    }

    private void forged(String environment) {
        new FakeProcFs(directory).file(PID, "environ", environment);
    }

    private ProcFsDetails details() {
        return new ProcFsDetails(directory);
    }

    @Test
    void tellsWhoThisProcessAndItsParentAre() {
        ProcessHandle self = ProcessHandle.current();
        long parent = self.parent().orElseThrow().pid();

        for (ProcessDetails details : List.of(new ProcFsDetails(), new JdkProcessDetails())) {
            assertThat(details.self()).isEqualTo(self.pid());
            assertThat(details.parent(self.pid())).hasValue(parent);
            assertThat(details.parent(1)).isEmpty();
            assertThat(details.parent(Long.MAX_VALUE)).isEmpty();
        }
    }

    @Test
    void knowsItsOwnPidWhereProcIsAnothers() {
        assertThat(new ProcFsDetails(directory).self())
                .isEqualTo(ProcessHandle.current().pid());
    }
}
