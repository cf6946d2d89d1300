package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.GrowingProgram;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/** The packaged memmon while somebody installs another version of it. */
class JarReplacementIT {

    private static final String RESTARTED = "restarted big:big";

    @TempDir
    Path directory;

    private Path jar;

    @BeforeEach
    void install() throws IOException {
        jar = Files.copy(
                PackagedCommand.file("memmon"), directory.resolve("memmon.jar"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** {@code cp}: classes that the old process has not loaded are no longer where it looks for them. */
    @Test
    void anOverwrittenJarEndsTheListenerAndTheNewOneRestartsPrograms() throws Exception {
        try (RealSupervisord server = start()) {
            long before = server.pid("memmon");

            Files.write(jar, newVersion());

            server.await("a new process", () -> isAnother(server, before));
            assertThat(server.stderrOf("memmon"))
                    .contains(jar + " was overwritten while this listener runs it; exiting");
            server.awaitLog("exited: memmon \\(exit status 1; not expected\\)");
            long restarts = restarts(server);
            server.await("a restart by the new one", () -> restarts(server) > restarts);
        }
    }

    @Test
    void aJarThatIsOverwrittenBeforeTheFirstEventEndsTheListenerWithASentence() throws Exception {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section("program:other", "command=sleep 1000000", "autostart=false")
                .section(
                        "eventlistener:memmon",
                        "command=" + jar + " -p other=1GB",
                        "events=PROCESS_STATE_STARTING",
                        RealSupervisord.credentials());
        try (RealSupervisord server = builder.start()) {
            server.await("the start", () -> server.stderrOf("memmon").contains(" started: "));
            long before = server.pid("memmon");

            Files.write(jar, newVersion());
            server.client().start(Namespec.parse("other"), false);

            server.await("a new process", () -> isAnother(server, before));
            assertThat(server.stderrOf("memmon"))
                    .contains(jar + " was overwritten while this listener runs it; exiting")
                    .doesNotContain("NoClassDefFoundError");
        }
    }

    /** {@code mv} and {@code install}: the old process keeps the old file. */
    @Test
    void aJarThatTakesThePlaceOfTheOldOneDoesNoHarm() throws Exception {
        try (RealSupervisord server = start()) {
            long before = server.pid("memmon");

            Path other = Files.write(directory.resolve("new.jar"), newVersion());
            Files.move(other, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

            long restarts = restarts(server);
            server.await("two restarts by the old one", () -> restarts(server) > restarts + 1);
            assertThat(server.pid("memmon")).isEqualTo(before);
            assertThat(server.stderrOf("memmon")).doesNotContain("overwritten");
        }
    }

    private RealSupervisord start() {
        RealSupervisord server = RealSupervisord.in(directory)
                .section("program:big", GrowingProgram.python(60).line())
                .section(
                        "eventlistener:memmon",
                        "command=" + jar + " -p big=30MB",
                        "events=TICK_5",
                        RealSupervisord.credentials())
                .start();
        server.await("the first restart", () -> restarts(server) > 0);
        return server;
    }

    private static boolean isAnother(RealSupervisord server, long pid) {
        long now = server.pid("memmon");
        return now != 0 && now != pid;
    }

    private static long restarts(RealSupervisord server) {
        return server.stderrOf("memmon")
                .lines()
                .filter(line -> line.contains(RESTARTED))
                .count();
    }

    /** The same classes, each at another place in the file. */
    private static byte[] newVersion() {
        try {
            byte[] old = Files.readAllBytes(PackagedCommand.file("memmon"));
            int firstLine = 0;
            while (old[firstLine] != '\n') {
                firstLine++;
            }
            ByteArrayOutputStream other = new ByteArrayOutputStream(old.length + 4_000);
            other.write(old, 0, firstLine + 1);
            other.writeBytes("# another version\n".repeat(200).getBytes(StandardCharsets.US_ASCII));
            other.write(old, firstLine + 1, old.length - firstLine - 1);
            return other.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
