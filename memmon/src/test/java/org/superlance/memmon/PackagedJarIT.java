package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.PipedListener;
import org.superlance.memmon.bench.StandInServer;

/** The file that is shipped, started in every way that people start it. */
class PackagedJarIT {

    private static final Path JAR = PackagedCommand.file("memmon");
    private static final String TICK =
            "ver:3.0 server:s serial:0 pool:memmon poolserial:0 eventname:TICK_5 len:15\n" + "when:1201063880";

    @TempDir
    Path directory;

    /** Every Java of this machine that is new enough. */
    static Stream<Path> everyJava() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        if (Files.isDirectory(Path.of("/usr/lib/jvm"))) {
            try (Stream<Path> installed = Files.list(Path.of("/usr/lib/jvm"))) {
                installed
                        .filter(PackagedJarIT::isNewEnough)
                        .map(PackagedJarIT::real)
                        .forEach(homes::add);
            }
        }
        return homes.stream().distinct();
    }

    @ParameterizedTest
    @MethodSource("everyJava")
    void speaksTheProtocolAndNothingElseOnStdout(Path javaHome) throws Exception {
        Ended ended = listen(Map.of("JAVA_HOME", javaHome.toString()), JAR.toString(), "-a", "1GB");

        assertThat(ended.out()).isEqualTo("READY\nRESULT 2\nOKREADY\n");
        assertThat(ended.status()).isZero();
        assertThat(ended.err()).doesNotContain("WARNING:", "Exception");
    }

    @Test
    void runsUnderAnyNameAndFromAnyPlace() throws Exception {
        Path copy = Files.copy(JAR, directory.resolve("my mem mon"), StandardCopyOption.COPY_ATTRIBUTES);

        Ended ended = listen(Map.of(), copy.toString(), "-a", "1GB");

        assertThat(ended.out()).startsWith("READY\n");
    }

    @Test
    void runsAsAnOrdinaryJar() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        Ended ended = run(Map.of(), java, "-jar", JAR.toString(), "--version");

        assertThat(ended.out()).startsWith("memmon ");
        assertThat(ended.status()).isZero();
    }

    @Test
    void keepsTheWarningsOfTheJvmOffStdout() throws Exception {
        Ended ended =
                listen(Map.of("SUPERLANCE_JAVA_OPTS", "-XX:NewSize=8m -XX:MaxNewSize=4m"), JAR.toString(), "-a", "1GB");

        assertThat(ended.err()).contains("[warning]");
        assertThat(ended.out()).isEqualTo("READY\nRESULT 2\nOKREADY\n");
    }

    /** A class archive of an older file of the same name is what an upgrade leaves behind. */
    @Test
    void worksInSilenceWithAnArchiveThatDoesNotFit() throws Exception {
        Path copy = Files.copy(JAR, directory.resolve("memmon"), StandardCopyOption.COPY_ATTRIBUTES);
        Path archive = directory.resolve("memmon.jsa");
        run(javaOptions("-XX:ArchiveClassesAtExit=" + archive), copy.toString(), "--version");
        Files.setLastModifiedTime(copy, FileTime.fromMillis(0));

        Ended ended = listen(javaOptions("-XX:SharedArchiveFile=" + archive), copy.toString(), "-a", "1GB");

        assertThat(archive).exists();
        assertThat(ended.err()).doesNotContain("warning");
        assertThat(ended.out()).isEqualTo("READY\nRESULT 2\nOKREADY\n");
    }

    /** Without the archive that it may have been started with. */
    private static Map<String, String> javaOptions(String option) {
        return Map.of("SUPERLANCE_JAVA_OPTS", option, "SUPERLANCE_CLASS_ARCHIVES", "");
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        Ended ended =
                run(Map.of("JAVA_HOME", "", "PATH", directory.toString()), "/bin/sh", JAR.toString(), "--version");

        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("memmon.jar: no Java found: install Java 17 or later");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void saysThatJavaIsTooOld() throws Exception {
        Path old = Files.createDirectories(directory.resolve("old/bin"));
        Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\nexit 0\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("old/release"), "JAVA_VERSION=\"1.8.0_412\"\n");

        Ended ended = run(Map.of("JAVA_HOME", directory.resolve("old").toString()), JAR.toString(), "--version");

        assertThat(ended.err()).contains("is Java 1.8.0_412: install Java 17 or later");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void hasRoomForFiveThousandProcesses() throws Exception {
        List<Long> pids = Collections.nCopies(5_000, ProcessHandle.current().pid());
        Path log = directory.resolve("log");
        try (StandInServer server = new StandInServer(pids);
                PipedListener listener = new PipedListener(JAR, server.url(), List.of("-a", "1KB", "--dry-run"), log)) {
            listener.awaitReady();
            for (int round = 1; round <= 3; round++) {
                int lines = round * pids.size();
                // a tick that finds the round before it still going on is dropped
                Await.until("round " + round, () -> {
                    tick(listener);
                    return linesOf(log) >= lines;
                });
            }

            assertThat(listener.isAlive()).isTrue();
            assertThat(Files.readString(log))
                    .contains("dry run, would restart web:w4999")
                    .doesNotContain("OutOfMemory");
        }
    }

    private static void tick(PipedListener listener) {
        try {
            listener.tick();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long linesOf(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.count();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void endsWithAnErrorWhenTheStreamIsNotTheProtocol() throws Exception {
        Ended ended = run("hello there\n", section(Map.of()), JAR.toString(), "-a", "1GB");

        assertThat(ended.out()).isEqualTo("READY\n");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("no event header").doesNotContain("Exception");
    }

    private Ended listen(Map<String, String> environment, String... command) throws Exception {
        return run(TICK, section(environment), command);
    }

    private Map<String, String> section(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("SUPERVISOR_SERVER_URL", "unix:///nonexistent/supervisor.sock");
        environment.put("SUPERVISOR_PROCESS_NAME", "memmon");
        environment.put("SUPERVISOR_GROUP_NAME", "memmon");
        environment.put("SUPERLANCE_STATE_DIR", directory.resolve("state").toString());
        return environment;
    }

    private static Ended run(Map<String, String> environment, String... command) throws Exception {
        return run("", environment, command);
    }

    private static Ended run(String input, Map<String, String> environment, String... command) throws Exception {
        Path err = Files.createTempFile("memmon", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (InputStream stdout = process.getInputStream()) {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String out = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    private static boolean isNewEnough(Path home) {
        try {
            String release = Files.readString(home.resolve("release"));
            return Files.isExecutable(home.resolve("bin/java"))
                    && release.lines()
                            .filter(line -> line.startsWith("JAVA_VERSION=\""))
                            .map(line -> line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1"))
                            .anyMatch(version -> Integer.parseInt(version) >= 17);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private record Ended(int status, String out, String err) {}
}
