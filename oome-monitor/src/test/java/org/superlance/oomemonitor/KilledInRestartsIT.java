package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.TestedServer;

/**
 * Kills the listener, or supervisord, with SIGKILL in the middle of restarts, as often as the system property
 * {@code superlance.kills} says. No program stays stopped, and each restart is reported once.
 */
class KilledInRestartsIT {

    private static final Path JAR = PackagedCommand.file("oome_monitor");
    private static final int KILLS = Integer.getInteger("superlance.kills", 4);
    private static final int PROGRAMS = 8;
    private static final String LISTENER = "oome_monitor";
    /** That it runs again, or could not be stopped because supervisord was gone. */
    private static final Pattern END = Pattern.compile(
            "Message-ID: (\\S+)\\s+Subject: oome_monitor: (?:process web:\\S+ restarted|failed to stop process web:)");

    private static final Pattern NEW_PID = Pattern.compile("Restarted, new pid (\\d+)");

    @TempDir
    Path directory;

    private final Random random = new Random(KILLS);

    @Test
    void noProgramStaysStoppedAndEachRestartIsReportedOnceWhenTheListenerIsKilled() throws IOException {
        try (RealSupervisord server = start()) {
            for (int kill = 1; kill <= KILLS; kill++) {
                List<Long> before = pids(server);
                makeMarkers();
                awaitRestarts(server, 1 + random.nextInt(PROGRAMS));
                kill(server.pid(LISTENER));

                awaitQuiet(server);

                assertThat(pids(server)).doesNotContainAnyElementsOf(before);
                int expected = kill * PROGRAMS;
                server.await(expected + " mails", () -> newPids().size() >= expected);
                assertThat(newPids()).hasSize(expected).doesNotHaveDuplicates().containsAll(pids(server));
            }
        }
    }

    @Test
    void noProgramStaysStoppedAndEachRestartIsReportedOnceWhenSupervisordIsKilled() throws IOException {
        assumeFalse(TestedServer.isEmbedded(), "nothing that procmon has started outlives it");
        try (RealSupervisord server = start()) {
            for (int kill = 1; kill <= KILLS; kill++) {
                makeMarkers();
                awaitRestarts(server, 1 + random.nextInt(PROGRAMS));
                server.process().destroyForcibly();
                server.process().onExit().join();
                List<String> interrupted = notes(server);
                int before = outcomes().size();

                server.start();

                awaitQuiet(server);
                server.await("the mails", () -> outcomes().size() >= before + interrupted.size());
                assertThat(newPids()).doesNotHaveDuplicates();
            }
        }
    }

    private RealSupervisord start() throws IOException {
        Files.createDirectory(directory.resolve("work"));
        RealSupervisord server = RealSupervisord.in(directory)
                .section(
                        "program:web",
                        "command=sleep 1000000",
                        "process_name=w%(process_num)d",
                        "numprocs=" + PROGRAMS,
                        "environment=OOME_FILE=\"" + directory.resolve("work") + "/w%(process_num)d\"",
                        "startsecs=0",
                        "stdout_logfile=NONE",
                        "stderr_logfile=NONE")
                .section(
                        "eventlistener:" + LISTENER,
                        "command=" + JAR + " all --state-dir " + directory.resolve("state")
                                + " -m bob@example.com -s \"cat >> " + directory.resolve("mail") + "\"",
                        "events=TICK_5",
                        "autorestart=true",
                        RealSupervisord.credentials())
                .start();
        awaitQuiet(server);
        return server;
    }

    /** Each program is restarted once for it. */
    private void makeMarkers() throws IOException {
        for (int i = 0; i < PROGRAMS; i++) {
            Files.createFile(marker(i));
        }
    }

    private Path marker(int program) {
        return directory.resolve("work").resolve("w" + program);
    }

    /** Waits until so many programs are stopped to be started again, or the first of them is again. */
    private void awaitRestarts(RealSupervisord server, int number) {
        server.await(number + " restarts", () -> notes(server).size() >= number || markers() < PROGRAMS);
    }

    private long markers() {
        return IntStream.range(0, PROGRAMS).filter(i -> Files.exists(marker(i))).count();
    }

    /** Waits until every program runs, and nothing is left to be done or told. */
    private void awaitQuiet(RealSupervisord server) {
        server.await(
                "peace",
                () -> server.isIn(ProcessState.RUNNING, LISTENER)
                        && markers() == 0
                        && notes(server).isEmpty()
                        && Files.isDirectory(state(server).resolve("outbox"))
                        && files(state(server).resolve("outbox"), ".alert").isEmpty()
                        && programs(server).allMatch(program -> program.state() == ProcessState.RUNNING));
    }

    private static List<Long> pids(RealSupervisord server) {
        return programs(server).map(ProcessInfo::pid).toList();
    }

    private static Stream<ProcessInfo> programs(RealSupervisord server) {
        return server.processes().stream()
                .filter(process -> process.name().group().equals("web"));
    }

    private static void kill(long pid) {
        assertThat(pid).isPositive();
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private List<String> notes(RealSupervisord server) {
        return files(state(server).resolve("restarts"), ".restart");
    }

    private Path state(RealSupervisord server) {
        return directory
                .resolve("state")
                .resolve(new ListenerId(LISTENER, LISTENER, LISTENER, server.url()).fileName());
    }

    private static List<String> files(Path place, String suffix) {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The new processes that alerts tell of. */
    private List<Long> newPids() {
        return outcomes().values().stream()
                .map(NEW_PID::matcher)
                .filter(Matcher::find)
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }

    /**
     * What came of the restarts, by the id of the alert. The mail command may have taken a mail whose listener was killed
     * before it knew that: it comes again, under the same id.
     */
    private Map<String, String> outcomes() {
        Map<String, String> outcomes = new TreeMap<>();
        for (String mail : read(directory.resolve("mail")).split("(?=Date: )", -1)) {
            Matcher end = END.matcher(mail);
            if (end.find()) {
                outcomes.put(end.group(1), mail);
            }
        }
        return outcomes;
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
