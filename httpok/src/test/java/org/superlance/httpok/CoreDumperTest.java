package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.testkit.LongEnough;

class CoreDumperTest {

    private static final TrustedPath PATHS = new TrustedPath();

    @TempDir
    Path directory;

    @Test
    void givesTheCommandTheFileAndThePid() throws Exception {
        Path cores = directory.resolve("a/b");

        String said =
                new CoreDumper("echo -o", cores, Await.LIMIT, PATHS).dump(process("g:web"), CoreDumperTest::ignore);

        assertThat(said).isEqualTo("-o " + cores + "/g:web 4711\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cores)))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc:x", "g:$(touch pwned)", "g:'; touch pwned; '", "g:a b\nc", "..:.."})
    void keepsEveryNameInTheDirectoryAndOutOfTheShell(String name) throws Exception {
        String said = new CoreDumper("printf '%s|'", directory, Await.LIMIT, PATHS)
                .dump(process(name), CoreDumperTest::ignore);

        assertThat(said.strip()).startsWith(directory + "/").endsWith("|4711|");
        assertThat(said.substring(directory.toString().length() + 1)).doesNotContain("/");
        assertThat(Path.of("pwned")).doesNotExist();
    }

    @Test
    void killsACommandThatTakesTooLong() {
        String said = LongEnough.call(
                limit -> new CoreDumper("echo begun; exec sleep 1000 #", directory, limit, PATHS)
                        .dump(process("g:x"), CoreDumperTest::ignore),
                text -> text.contains("begun"));

        assertThat(said).startsWith("begun\n").contains("killed after");
    }

    @Test
    void keepsTheEndOfWhatItSaysAndGivesItNothingToRead() {
        String said = new CoreDumper(
                        "cat; head -c 1000000 /dev/zero | tr '\\0' x; echo why; exit 3 #",
                        directory,
                        Await.LIMIT,
                        PATHS)
                .dump(process("g:x"), CoreDumperTest::ignore);

        assertThat(said).hasSizeLessThan(9_000).endsWith("xwhy\nexited with status 3\n");
    }

    /** gcore exits with 0 nevertheless. */
    @Test
    void takesNoCoreForWholeThatTheDiskHadNoRoomFor() {
        String said = new CoreDumper(
                        "echo 'warning: Failed to write corefile contents (No space left on device).' #",
                        directory,
                        Await.LIMIT,
                        PATHS)
                .dump(process("g:x"), CoreDumperTest::ignore);

        assertThat(said).endsWith("the core is incomplete, and useless: delete it\n");
    }

    @Test
    void logsTheLineOfGdbThatSaysWhyTheCoreIsIncomplete() {
        try (LogLines log = LogLines.of(CoreDumper.class)) {
            new CoreDumper(
                            "for i in $(seq 1000); do echo \"[New LWP $i]\"; done; echo 'No space left on device.';"
                                    + " echo 'Saved corefile' #",
                            directory,
                            Await.LIMIT,
                            PATHS)
                    .dump(process("g:x"), CoreDumperTest::ignore);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .endsWith("the core is incomplete, and useless: delete it: No space left on device.");
        }
    }

    @Test
    void saysWhyThereIsNoCore() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(new CoreDumper("echo", file, Await.LIMIT, PATHS).dump(process("g:x"), CoreDumperTest::ignore))
                .startsWith("no core: ");
    }

    /** As if the user of the test were another one. */
    @Test
    void writesNoCoreWhereAnotherUserCanHavePutALink() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path cores = Files.createDirectory(directory.resolve("cores"));

        String said = new CoreDumper("echo", cores, Await.LIMIT, new TrustedPath(4_000_000))
                .dump(process("g:x"), CoreDumperTest::ignore);

        assertThat(said)
                .startsWith("no core: ")
                .contains(directory.getFileName().toString());
    }

    @Test
    void writesIntoADirectoryOfItsOwnWhereAllMayWrite() throws Exception {
        Files.setAttribute(directory, "unix:mode", 01777);

        String said =
                new CoreDumper("echo", directory, Await.LIMIT, PATHS).dump(process("g:x"), CoreDumperTest::ignore);

        assertThat(said).isEqualTo(directory + "/httpok-" + System.getProperty("user.name") + "/g:x 4711\n");
    }

    private static ProcessInfo process(String name) {
        return new ProcessInfo(
                Namespec.parse(name),
                ProcessState.RUNNING,
                4711,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                "",
                "",
                "");
    }

    private static void ignore(long pid) {}
}
