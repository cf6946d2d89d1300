package org.superlance.memmon.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.superlance.listener.restart.CheckCycle;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.RestartExecutor.DryRunExecutor;
import org.superlance.listener.restart.RestartPolicy;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;
import org.superlance.listener.testkit.PipedListener;
import org.superlance.memmon.MemoryChecks;

/** Prints what a tick costs, how long the start takes, and how much memory an idle listener holds. */
public final class MemmonBench {

    private static final int ROUNDS = 30;
    private static final int STARTS = 15;
    private static final int TICKS = 100;

    private final PrintStream out;
    private final Path jar;

    private MemmonBench(PrintStream out, Path jar) {
        this.out = out;
        this.jar = jar;
    }

    /** @param arguments the packaged memmon */
    public static void main(String[] arguments) throws Exception {
        MemmonBench memmonBench = new MemmonBench(System.out, Path.of(arguments[0]));
        memmonBench.ticks();
        memmonBench.start();
        memmonBench.memory();
    }

    /** A whole tick, from the RPC call to the decisions, with the JVM options as shipped, once warm. */
    private void ticks() throws Exception {
        out.println("A tick, in ms (median of " + ROUNDS + "), and how many times the bare fetching of supervisord's");
        out.println("answer and one `ps` for the whole machine take:");
        out.println("processes   tick   with -c   fetch   ps   tick/fetch   tick/ps   -c/tick");
        for (int number : new int[] {100, 1_000, 5_000}) {
            try (Sleepers sleepers = new Sleepers(number);
                    StandInServer server = new StandInServer(sleepers.pids())) {
                double plain = tick(server, false);
                double cumulative = tick(server, true);
                double fetch = median(() -> fetch(server));
                double ps = median(MemmonBench::ps);
                out.printf(
                        "%9d %6.1f %9.1f %7.1f %4.0f %12.1f %9.1f %9.1f%n",
                        number, plain, cumulative, fetch, ps, plain / fetch, plain / ps, cumulative / plain);
            }
        }
    }

    private static double tick(StandInServer server, boolean cumulative) throws Exception {
        ServerUrl address = ServerUrl.parse(server.url());
        try (XmlRpcSupervisorClient supervisor = new XmlRpcSupervisorClient(address, RpcTimeouts.standard())) {
            CheckCycle cycle = new CheckCycle(
                    supervisor,
                    new ProcessSelector(Optional.empty(), List.of(), List.of()),
                    MemoryChecks.anyOver("100GB", cumulative),
                    new RestartPolicy(RestartRules.ALWAYS),
                    new DryRunExecutor(),
                    Clock.systemUTC());
            return median(() -> cycle.runCycle(Instant.EPOCH).size());
        }
    }

    private static int fetch(StandInServer server) throws IOException {
        try (InputStream in = URI.create(server.url() + "/RPC2").toURL().openStream()) {
            return in.readAllBytes().length;
        }
    }

    private static int ps() throws IOException, InterruptedException {
        Process ps = new ProcessBuilder("ps", "-axo", "pid=,ppid=,rss=").start();
        try (InputStream in = ps.getInputStream()) {
            in.readAllBytes();
        }
        return ps.waitFor();
    }

    private void start() throws Exception {
        double ready = median(STARTS, this::readyOnce);
        double empty = median(STARTS, MemmonBench::emptyMain);
        out.printf(
                "%nREADY after %.0f ms (median of %d); an empty Java program takes %.0f ms: %.1f times that.%n",
                ready, STARTS, empty, ready / empty);
    }

    private int readyOnce() throws IOException {
        try (PipedListener listener = new PipedListener(jar, "unix:///nonexistent.sock", List.of("-a", "1GB"))) {
            listener.awaitReady();
            return 0;
        }
    }

    static int emptyMain() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Nothing.class.getName())
                .start()
                .waitFor();
    }

    private void memory() throws Exception {
        for (int number : new int[] {10, 1_000, 5_000}) {
            List<Long> pids = IntStream.range(0, number)
                    .mapToObj(i -> ProcessHandle.current().pid())
                    .toList();
            try (StandInServer server = new StandInServer(pids);
                    PipedListener listener = new PipedListener(jar, server.url(), List.of("-a", "100GB"))) {
                listener.awaitReady();
                while (server.answered() < TICKS) {
                    // a tick that comes during a check is dropped
                    listener.tick();
                }
                out.printf("PSS after %d checks of %d processes: %.1f MB%n", TICKS, number, listener.pss() / 1024.0);
            }
        }
    }

    private static double median(Callable<Integer> task) throws Exception {
        return median(ROUNDS, task);
    }

    /** In milliseconds; a third of the rounds more come first, to warm up. */
    private static double median(int rounds, Callable<Integer> task) throws Exception {
        for (int i = 0; i < rounds / 3; i++) {
            task.call();
        }
        double[] millis = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            task.call();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[rounds / 2];
    }

    /** A program that does nothing. */
    static final class Nothing {
        private Nothing() {}

        public static void main(String[] arguments) {}
    }
}
