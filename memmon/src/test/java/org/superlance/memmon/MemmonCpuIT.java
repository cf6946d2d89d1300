package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestCommand;

/** The packaged memmon under a real supervisord, with programs that really use CPU time, as much as the machine has to give. */
class MemmonCpuIT {

    private static final Path JAR = PackagedCommand.file("memmon");
    private static final String SPINS = "command=sh -c \"while :; do :; done\"";
    private static final String CHILD_SPINS = "command=sh -c \"sh -c 'while :; do :; done' & wait\"";

    @TempDir
    Path directory;

    @Test
    void restartsWhatUsesTooMuchCpuTimeAndNothingElse() {
        Path metrics = directory.resolve("memmon.prom");
        try (RealSupervisord server = withMemmon("-a 1TB --cpu spins=5 --cpu idle=5 --cpu parent=5 --cycles 2"
                        + " -m bob@example.com --metrics-file " + metrics)
                .start()) {
            server.awaitRunning("idle");
            long idle = server.pid("idle");
            long parent = server.pid("parent");

            server.await("the restart", () -> server.stderrOf("memmon").contains("restarted spins"));
            server.await("the mail", () -> read(directory.resolve("mail")).contains("Restarted, new pid"));
            server.await(
                    "the metrics",
                    () -> read(metrics).contains("program=\"spins:spins\",reason=\"cpu\",outcome=\"restarted\"} 1"));

            assertThat(server.stderrOf("memmon"))
                    .containsPattern(
                            "not yet restarting spins:spins: CPU [\\d.]+% exceeds 5% \\(--cpu spins\\); tick 1 of 2")
                    .containsPattern(
                            "restarting spins:spins: CPU [\\d.]+% exceeds 5% \\(--cpu spins\\); pid \\d+, up \\d");
            assertThat(read(directory.resolve("mail")))
                    .contains("Subject: memmon: process spins:spins restarted")
                    .containsPattern("CPU [\\d.]+% exceeds 5% \\(--cpu spins\\)\\.");
            assertThat(read(metrics))
                    .containsPattern("superlance_cpu_limit_ratio\\{[^}]*program=\"spins:spins\"} 0.05")
                    .containsPattern("superlance_cpu_usage_ratio\\{[^}]*program=\"idle:idle\"} ");
            assertThat(server.pid("idle")).isEqualTo(idle);
            assertThat(server.pid("parent")).as("its child counts only with -c").isEqualTo(parent);
            Await.until("the CPU time among the samples", () -> samples().contains(" cpu_permille "));
        }
    }

    @Test
    void restartsAProgramWhoseChildUsesTooMuch() {
        try (RealSupervisord server = withMemmon("-c --cpu parent=5").start()) {
            server.await("the restart", () -> server.stderrOf("memmon").contains("restarted parent"));

            assertThat(server.stderrOf("memmon"))
                    .containsPattern(
                            "restarting parent:parent: CPU with children [\\d.]+% exceeds 5% \\(--cpu parent\\)");
        }
    }

    @Test
    void showsMemoryAndCpuTimeInOneTable() {
        try (RealSupervisord server = withMemmon("--cpu 10000").start()) {
            server.awaitRunning("spins");

            String table = TestCommand.output(List.of(
                    JAR.toString(),
                    "--once",
                    "--dry-run",
                    "-p",
                    "idle=1TB",
                    "--cpu",
                    "spins=0.1",
                    "-C",
                    server.confFile().toString()));

            assertThat(table)
                    .containsPattern("(?m)^PROGRAM +PID +MEMORY +LIMIT +CPU +LIMIT +UPTIME +VERDICT +REASON$")
                    .containsPattern(
                            "(?m)^idle:idle +\\d+ +RSS \\S+ +1TB \\(-p idle\\) +CPU \\S+ +- +\\S+ +ok +RSS \\S+ is within 1TB")
                    .containsPattern(
                            "(?m)^spins:spins +\\d+ +RSS \\S+ +- +CPU \\S+% +0.1% \\(--cpu spins\\) +\\S+ +restart +CPU \\S+ exceeds")
                    .contains("CPU time was measured over one second")
                    .doesNotContain("parent:parent");
        }
    }

    private RealSupervisordBuilder withMemmon(String options) {
        return RealSupervisord.in(directory)
                .section("program:spins", SPINS)
                .section("program:idle", "command=sleep 1000000")
                .section("program:parent", CHILD_SPINS, "stopasgroup=true", "killasgroup=true")
                .section(
                        "eventlistener:memmon",
                        "command=" + JAR + " " + options + " --state-dir " + directory.resolve("state")
                                + " -s \"cat >> " + directory.resolve("mail") + "\"",
                        "events=TICK_5",
                        RealSupervisord.credentials());
    }

    private String samples() {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            return String.join(
                    "\n",
                    files.filter(file -> file.getFileName().toString().startsWith("samples-"))
                            .map(MemmonCpuIT::read)
                            .toList());
        } catch (IOException | UncheckedIOException e) {
            // a file was removed while we looked
            return "";
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
