package org.superlance.memmon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.superlance.listener.testkit.PipedListener;

/** How much CPU time a listener uses in a day in which nothing happens: 1,440 ticks, and the time between them. */
final class CpuBench {

    private static final int PROGRAMS = 100;
    private static final int TICKS_A_DAY = 24 * 60;
    private static final int SECONDS_A_DAY = 24 * 60 * 60;
    /** All that recurs in an idle listener does so within a minute, such as what gives memory back. */
    private static final int IDLE_SECONDS = 60;
    /** Python waits in a read, and does nothing else. */
    private static final int IDLE_SECONDS_OF_PYTHON = 3;

    private static final int ROUNDS = 2;
    /** Most ticks of a day come when the code is compiled. */
    private static final int WARM_UP = 100;

    private static final int TICKS = 6;
    /** In ms; long enough for ours to write its status after each. */
    private static final int BETWEEN_TICKS = 1_200;
    /** Python needs seconds for it. */
    private static final int TICKS_OF_PYTHON = 1;

    private static final double MAX_RATIO = 1 / 20.0;

    private final BenchReport report;
    private final Path memmon;
    private final PythonListeners python;

    CpuBench(BenchReport report, Path memmon, PythonListeners python) {
        this.report = report;
        this.memmon = memmon;
        this.python = python;
    }

    void run() throws IOException, InterruptedException {
        double[] theirs = new double[ROUNDS];
        double[] ours = new double[ROUNDS];
        try (Sleepers sleepers = new Sleepers(PROGRAMS);
                StandInServer server = new StandInServer(sleepers.pids())) {
            for (int round = 0; round < ROUNDS; round++) {
                theirs[round] = ticks(python.script("memmon"), server, TICKS_OF_PYTHON, false);
                ours[round] = ticks(memmon, server, TICKS, true);
            }
            double theirRest = rest(python.script("memmon"), server, IDLE_SECONDS_OF_PYTHON, false);
            double ourRest = rest(memmon, server, IDLE_SECONDS, true);
            Arrays.setAll(theirs, round -> theirs[round] + theirRest);
            Arrays.setAll(ours, round -> ours[round] + ourRest);
        }
        Samples reference = Samples.of(theirs);
        Samples day = Samples.of(ours);
        double ratio = day.median() / reference.median();
        report.table("CPU s a day, " + PROGRAMS + " programs");
        report.row("Python", reference, 1);
        report.row("memmon", day, ratio);
        report.expectRatio("a day with " + PROGRAMS + " programs", ratio, MAX_RATIO);
    }

    /** In all ticks of a day. */
    private static double ticks(Path file, StandInServer server, int ticks, boolean acknowledgesAtOnce)
            throws IOException, InterruptedException {
        try (PipedListener listener = warm(file, server, acknowledgesAtOnce)) {
            ProcessCpu begin = ProcessCpu.of(listener.pid());
            for (int tick = 0; tick < ticks; tick++) {
                listener.tick();
                TimeUnit.MILLISECONDS.sleep(BETWEEN_TICKS);
            }
            return ProcessCpu.of(listener.pid()).secondsSince(begin) / ticks * TICKS_A_DAY;
        }
    }

    /** In a day without ticks. */
    private static double rest(Path file, StandInServer server, int seconds, boolean acknowledgesAtOnce)
            throws IOException, InterruptedException {
        try (PipedListener listener = warm(file, server, acknowledgesAtOnce)) {
            ProcessCpu begin = ProcessCpu.of(listener.pid());
            TimeUnit.SECONDS.sleep(seconds);
            return ProcessCpu.of(listener.pid()).secondsOfThreadsSince(begin) / seconds * SECONDS_A_DAY;
        }
    }

    private static PipedListener warm(Path file, StandInServer server, boolean acknowledgesAtOnce)
            throws IOException, InterruptedException {
        PipedListener listener = new PipedListener(file, server.url(), List.of("-a", "100GB"));
        listener.awaitReady();
        for (int tick = 0; acknowledgesAtOnce && tick < WARM_UP; tick++) {
            listener.tick();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_TICKS);
        return listener;
    }

    /**
     * What a process has used until now.
     *
     * @param ticks of all its threads, the ended ones too, and of its children that have ended
     * @param threads nanoseconds of each thread that there is
     */
    private record ProcessCpu(long ticks, Map<String, Long> threads) {

        /** USER_HZ, which is the same on every Linux that Java runs on. */
        private static final double TICKS_PER_SECOND = 100;

        private static final double NANOS_PER_SECOND = 1e9;

        static ProcessCpu of(long pid) throws IOException {
            String[] stat = Files.readString(Path.of("/proc/" + pid + "/stat"))
                    .split("\\) ", -1)[1]
                    .split(" ", -1);
            long ticks = Arrays.stream(stat, 11, 15).mapToLong(Long::parseLong).sum();
            Map<String, Long> threads = new HashMap<>();
            try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/task"))) {
                for (Path thread : all.toList()) {
                    String nanos = Files.readString(thread.resolve("schedstat")).split(" ", 2)[0];
                    threads.put(thread.toString(), Long.parseLong(nanos));
                }
            }
            return new ProcessCpu(ticks, threads);
        }

        double secondsSince(ProcessCpu before) {
            return (ticks - before.ticks) / TICKS_PER_SECOND;
        }

        /** Of the threads that are left: finer than ticks, which idle threads do not fill. */
        double secondsOfThreadsSince(ProcessCpu before) {
            return threads.entrySet().stream()
                            .mapToLong(thread -> thread.getValue() - before.threads.getOrDefault(thread.getKey(), 0L))
                            .sum()
                    / NANOS_PER_SECOND;
        }
    }
}
