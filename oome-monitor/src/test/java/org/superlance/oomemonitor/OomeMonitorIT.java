package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.testkit.GrowingProgram;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestCommand;

/** The packaged oome_monitor under a real supervisord. The commands are those of its documentation. */
class OomeMonitorIT {

    private static final Path JAR = PackagedCommand.file("oome_monitor");
    private static final Path CLASSES = GrowingProgram.classesWith(OutOfMemoryProgram.class);
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Pattern HEAP_DUMP = Pattern.compile("java_pid\\d+\\.hprof, [0-9.]+MB, \\d{4}-");
    private static final String IDLES = "command=sleep 1000000";

    @TempDir
    Path directory;

    private Path marker;

    @BeforeEach
    void makePlaceForAMarker() throws Exception {
        marker = Files.createDirectory(directory.resolve("work")).resolve("oome");
    }

    @Test
    void restartsAJavaProgramThatHasRunOutOfMemory() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        RealSupervisordBuilder builder = in(directory)
                .section(
                        "program:webapp",
                        "command=" + JAVA + " -Xmx16m \"-XX:OnOutOfMemoryError=touch work/oome\""
                                + " -XX:+HeapDumpOnOutOfMemoryError -cp '" + CLASSES + "' "
                                + OutOfMemoryProgram.class.getName() + " fed",
                        "directory=" + directory)
                .section("program:other", IDLES, "directory=" + elsewhere);

        try (RealSupervisord server = listener(
                        builder,
                        "all --verbose -m bob@example.com -n site -s \"cat >> " + directory.resolve("mail") + "\"")
                .start()) {
            server.awaitRunning("other");
            long other = server.pid("other");
            awaitLog(server, "restarted webapp:webapp");
            server.await("the mail", () -> HEAP_DUMP.matcher(read("mail")).find());
            awaitTwoQuietTicks(server, "webapp:webapp");

            assertThat(log(server))
                    .contains("restarting webapp:webapp: out of memory: " + marker + " (the default) was written at")
                    .contains("webapp:webapp: marker " + marker + " removed")
                    .doesNotContain("ERROR");
            assertThat(marker).doesNotExist();
            assertThat(count(log(server), "INFO  restarted ")).isEqualTo(1);
            assertThat(server.pid("other")).isEqualTo(other);
            assertThat(read("mail")).contains("Subject: oome_monitor [site]: process webapp:webapp restarted");
        }
    }

    @Test
    void restartsBothOfTwoProgramsThatShareAMarkerOnceEach() throws Exception {
        String environment = "environment=OOME_FILE=\"work/a=b.oome\"";
        RealSupervisordBuilder builder = in(directory)
                .section("program:webapp1", IDLES, "directory=" + directory, environment)
                .section("program:webapp2", IDLES, "directory=" + directory, environment)
                .section("group:sites", "programs=webapp2");
        Path shared = directory.resolve("work/a=b.oome");

        try (RealSupervisord server = listener(builder, "single -p webapp1 -p sites:webapp2 --verbose")
                .start()) {
            awaitLog(server, " leaving webapp1:webapp1");
            awaitLog(server, " leaving sites:webapp2");
            Files.createFile(shared);
            awaitLog(server, "restarted webapp1:webapp1");
            awaitLog(server, "restarted sites:webapp2");
            awaitTwoQuietTicks(server, "sites:webapp2");

            assertThat(shared).doesNotExist();
            assertThat(count(log(server), "INFO  restarted ")).isEqualTo(2);
            assertThat(count(log(server), " removed")).isEqualTo(1);
        }
    }

    @Test
    void removesAStaleMarkerAndRestartsForAFreshOneThatItKeeps() throws Exception {
        Path kept = Files.createDirectory(directory.resolve("kept"));
        Files.setLastModifiedTime(
                Files.createFile(marker), FileTime.from(Instant.now().minusSeconds(3600)));
        RealSupervisordBuilder builder = in(directory).section("program:webapp", IDLES);

        try (RealSupervisord server = listener(builder, "single -p webapp -o " + marker + " --keep " + kept)
                .start()) {
            server.awaitRunning("webapp");
            long before = server.pid("webapp");
            awaitLog(server, "stale marker");
            assertThat(server.pid("webapp")).isEqualTo(before);

            Files.createFile(marker);
            awaitLog(server, "restarted webapp:webapp");

            assertThat(marker).doesNotExist();
            assertThat(server.pid("webapp")).isNotEqualTo(before);
            try (Stream<Path> files = Files.list(kept)) {
                assertThat(files.map(Path::getFileName))
                        .hasSize(2)
                        .anySatisfy(name -> assertThat(name).asString().endsWith("-stale.oome"))
                        .anySatisfy(name -> assertThat(name).asString().endsWith("-webapp%3Awebapp.oome"));
            }
        }
    }

    @Test
    void touchesNothingInADryRunNorByHand() throws Exception {
        RealSupervisordBuilder builder = in(directory).section("program:webapp", IDLES, "directory=" + directory);

        try (RealSupervisord server = listener(builder, "all -d").start()) {
            server.awaitRunning("webapp");
            long before = server.pid("webapp");
            Files.createFile(marker);
            server.await("two rounds", () -> count(log(server), "dry run, would restart webapp:webapp: out of") > 1);
            String conf = server.confFile().toString();
            String table = TestCommand.output(List.of(JAR.toString(), "all", "--once", "--dry-run", "-C", conf));

            assertThat(table)
                    .containsPattern("PROGRAM +PID +MARKER +LIMIT +UPTIME +VERDICT +REASON\n")
                    .containsPattern("webapp:webapp +" + before + " +" + marker + " .* restart +out of memory: ");
            assertThat(server.pid("webapp")).isEqualTo(before);
            assertThat(marker).exists();
        }
    }

    /** What root may do a file's place does not forbid, so the listener is somebody else here. */
    @Test
    void restartsOnceForAMarkerThatItMayNotRemoveAndSaysSoOnce() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to be somebody else");
        Path jar = Files.copy(JAR, directory.resolve("oome_monitor.jar"));
        for (Path file : List.of(directory, marker.getParent(), jar)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        RealSupervisordBuilder builder = in(directory).inet().section("program:webapp", IDLES);
        String url = builder.build().inetUrl();
        builder.section(
                "eventlistener:oome_listener",
                "command=" + jar + " single -p webapp -o " + marker + " --verbose",
                "events=TICK_5",
                "user=nobody",
                RealSupervisord.credentials() + ",SUPERVISOR_SERVER_URL=\"" + url + "\"");

        try (RealSupervisord server = builder.start()) {
            awaitLog(server, "leaving webapp:webapp");
            Files.createFile(marker);
            awaitLog(server, "restarted webapp:webapp");
            awaitTwoQuietTicks(server, "webapp:webapp");

            assertThat(log(server)).satisfies(log -> {
                assertThat(count(log, "INFO  restarted ")).as(log).isEqualTo(1);
                assertThat(count(log, ": permission denied; nothing is restarted for it again"))
                        .isEqualTo(1);
            });
        }
    }

    /** Perl writes the name of its process over the environment that it was started with, as others do for a title. */
    @Test
    void warnsOnceOfAProgramWhoseEnvironmentIsBlank() throws Exception {
        assumeTrue(TestCommand.isInstalled("perl"), "needs perl");
        Path program = Files.writeString(directory.resolve("program.pl"), "$0 = 'web'; sleep 1000000;\n");
        RealSupervisordBuilder builder = in(directory)
                .section(
                        "program:webapp",
                        "command=perl " + program,
                        "directory=" + directory,
                        "environment=OOME_FILE=\"other\"");

        try (RealSupervisord server = listener(builder, "all --verbose").start()) {
            awaitLog(server, "its environment in /proc is blank, so that OOME_FILE is not seen there");
            awaitTwoQuietTicks(server, "webapp:webapp");
            assertThat(count(log(server), "/proc is blank")).isEqualTo(1);
            Files.createFile(marker);
            awaitLog(server, "restarted webapp:webapp");
        }
    }

    /** The program of another user replaces its directory when it is stopped, which is between look and removal. */
    @ParameterizedTest
    @ValueSource(strings = {"", "environment=OOME_FILE=\"work/oome\""})
    void removesNoFileOfRootForAProgramOfAnotherUser(String environment) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to be somebody else");
        Path precious = Files.createDirectory(directory.resolve("precious"));
        Path file = Files.createFile(precious.resolve("oome"));
        Path app = Files.createDirectory(directory.resolve("app"));
        Path work = Files.createDirectory(app.resolve("work"));
        for (Path owned : List.of(app, work)) {
            Files.setOwner(
                    owned, owned.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path program = Files.writeString(directory.resolve("program.sh"), """
                touch work/oome
                trap 'mv work moved; ln -s %s work; exit' TERM
                sleep 1000000 & wait
                """.formatted(precious));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        RealSupervisordBuilder builder = in(directory)
                .section(
                        "program:webapp",
                        "command=sh " + program,
                        "directory=" + app,
                        "user=nobody",
                        "killasgroup=true",
                        environment);

        try (RealSupervisord server = listener(builder, "all --verbose").start()) {
            awaitLog(server, "webapp:webapp: marker not removed: " + work + " is a symbolic link");
            awaitLog(server, "restarted webapp:webapp");

            assertThat(file).exists();
            assertThat(work).isSymbolicLink();
        }
    }

    private static RealSupervisordBuilder in(Path directory) {
        return RealSupervisord.in(directory);
    }

    private RealSupervisordBuilder listener(RealSupervisordBuilder builder, String options) {
        return builder.section(
                "eventlistener:oome_listener",
                "command=" + JAR + " " + options + " --state-dir " + directory.resolve("state"),
                "events=TICK_5",
                RealSupervisord.credentials());
    }

    private static void awaitLog(RealSupervisord server, String part) {
        server.await(part, () -> log(server).contains(part));
    }

    /** Two more ticks at which nothing was found about the process. */
    private static void awaitTwoQuietTicks(RealSupervisord server, String name) {
        long before = count(log(server), " leaving " + name);
        server.await("two quiet ticks", () -> count(log(server), " leaving " + name) > before + 1);
    }

    private static String log(RealSupervisord server) {
        return server.stderrOf("oome_listener");
    }

    private String read(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }
}
