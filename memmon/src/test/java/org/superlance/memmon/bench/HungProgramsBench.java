package org.superlance.memmon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.RealSupervisord;

/** How long twenty programs are down that take 3 s to stop and are restarted together, under a real supervisord. */
final class HungProgramsBench {

    private static final int PROGRAMS = 20;
    private static final int STOP_SECONDS = 3;
    private static final double MAX_SECONDS = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    private final BenchReport report;
    private final Path memmon;

    HungProgramsBench(BenchReport report, Path memmon) {
        this.report = report;
        this.memmon = memmon;
    }

    void run() throws IOException {
        Path directory = Files.createTempDirectory("hung");
        try {
            run(directory);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void run(Path directory) throws IOException {
        String stubborn = "trap 'sleep " + STOP_SECONDS + "; exit 0' TERM; while :; do sleep 0.1; done";
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section(
                        "program:hung",
                        "command=/bin/sh -c \"" + stubborn + "\"",
                        "process_name=%(process_num)d",
                        "numprocs=" + PROGRAMS,
                        "startsecs=0")
                .section(
                        "eventlistener:memmon",
                        "command=" + memmon + " -p hung:*=1KB --min-uptime 5s --state-dir "
                                + directory.resolve("state"),
                        RealSupervisord.credentials() + ",JAVA_HOME=\"" + System.getProperty("java.home") + "\"",
                        "events=TICK_5")
                .start()) {
            double seconds = secondsDown(server);
            report.line(String.format(
                    "%n%d programs that take %d s to stop are all back %.1f s after the first stop",
                    PROGRAMS, STOP_SECONDS, seconds));
            report.expectAtMost("the restart of " + PROGRAMS + " hung programs", seconds, MAX_SECONDS, "s");
        }
    }

    /** From the first of them that is being stopped to the last that runs again. */
    private static double secondsDown(RealSupervisord server) {
        List<Long> before = programs(server).stream().map(ProcessInfo::pid).toList();
        server.await(
                "the first that is stopped", () -> programs(server).stream().anyMatch(HungProgramsBench::isStopping));
        long begin = System.nanoTime();
        server.await("all of them", () -> programs(server).stream().allMatch(program -> isBack(program, before)));
        return (System.nanoTime() - begin) / NANOS_PER_SECOND;
    }

    private static List<ProcessInfo> programs(RealSupervisord server) {
        return server.processes().stream()
                .filter(process -> process.name().group().equals("hung"))
                .toList();
    }

    private static boolean isStopping(ProcessInfo program) {
        return program.state() == ProcessState.STOPPING;
    }

    private static boolean isBack(ProcessInfo program, List<Long> before) {
        return program.state() == ProcessState.RUNNING && !before.contains(program.pid());
    }
}
