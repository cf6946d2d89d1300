package org.superlance.crashmail.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.TestCommand;

/**
 * Kills programs of a real supervisord for some minutes, by chance alone, together, together with crashmail, and while
 * crashmail is stopped or killed, and compares the deaths with the mails. Then a thousand at once: how long that takes
 * beside the time that supervisord needs to notice. {@code DeathsBench [minutes [seed]]} exits with 1 if a death was
 * reported never or twice.
 */
public final class DeathsBench {

    private static final int PROGRAMS = 20;
    private static final int THOUSAND = 1_000;
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final Pattern MAIL = Pattern.compile("(?m)^Process (\\S+) in group w exited unexpectedly ");
    private static final Pattern CALL = Pattern.compile("(?m)\"POST /RPC2 HTTP/");

    private final PrintStream out;
    private final Path directory;
    private final Map<String, Integer> deaths = new TreeMap<>();
    private final Set<Long> killed = new HashSet<>();
    private final Random random;

    private DeathsBench(PrintStream out, Path directory, Random random) {
        this.out = out;
        this.directory = directory;
        this.random = random;
    }

    public static void main(String[] arguments) throws Exception {
        int minutes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        System.out.printf(Locale.ROOT, "Deaths and mails, %d minutes, seed %d%n", minutes, seed);
        boolean good = inNewDirectory(seed).soak(Duration.ofMinutes(minutes));
        good &= inNewDirectory(seed).thousandAtOnce();
        System.exit(good ? 0 : 1);
    }

    private static DeathsBench inNewDirectory(long seed) throws IOException {
        return new DeathsBench(System.out, Files.createTempDirectory("deaths"), new Random(seed));
    }

    private boolean soak(Duration time) throws InterruptedException {
        try (RealSupervisord server = supervisord(PROGRAMS, "info")) {
            running(server, PROGRAMS);
            long end = System.nanoTime() + time.toNanos();
            Map<String, Integer> actions = new TreeMap<>();
            while (System.nanoTime() < end) {
                String action = act(server);
                actions.merge(action, 1, Integer::sum);
                running(server, PROGRAMS);
            }
            out.println("  " + actions);
            return isEachReportedOnce(server);
        }
    }

    /** One accident; what it was. */
    private String act(RealSupervisord server) throws InterruptedException {
        List<Map.Entry<String, Long>> all =
                new ArrayList<>(running(server, PROGRAMS).entrySet());
        List<Map.Entry<String, Long>> some = all.subList(0, 1 + random.nextInt(PROGRAMS));
        Await.until("crashmail", () -> server.pid("crashmail") != 0);
        List<Long> listener = List.of(server.pid("crashmail"));
        switch (random.nextInt(6)) {
            case 0 -> {
                kill(some);
                return "some die";
            }
            case 1 -> {
                whileStopped(server.process().pid(), () -> kill(all));
                return "all die at once";
            }
            case 2 -> {
                whileStopped(server.process().pid(), () -> {
                    kill(all);
                    TestCommand.signal("KILL", listener);
                });
                return "all die with crashmail";
            }
            case 3 -> {
                TestCommand.signal("KILL", listener);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
                kill(some);
                return "some die after crashmail";
            }
            case 4 -> {
                kill(some);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
                TestCommand.signal("KILL", listener);
                return "crashmail dies after some";
            }
            default -> {
                TestCommand.signal("STOP", listener);
                kill(some);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(20_000));
                TestCommand.signal("CONT", listener);
                return "some die while crashmail is stopped";
            }
        }
    }

    private boolean thousandAtOnce() throws InterruptedException {
        try (RealSupervisord server = supervisord(THOUSAND, "trace")) {
            Map<String, Long> all = running(server, THOUSAND);
            Path log = directory.resolve("supervisord.log");
            Await.until("a look at them", () -> text(ledger()).contains("\tw_0999\t"));
            long callsBefore = count(CALL, text(log));
            long start = System.nanoTime();
            whileStopped(server.process().pid(), () -> kill(List.copyOf(all.entrySet())));
            Pattern exited = Pattern.compile("(?m) exited: w_");
            Await.until("all deaths", () -> count(exited, text(log)) >= THOUSAND);
            double noticed = (System.nanoTime() - start) / 1e9;
            Await.until("all mails", () -> count(MAIL, text(mail())) >= THOUSAND);
            double reported = (System.nanoTime() - start) / 1e9;
            long calls = count(CALL, text(log)) - callsBefore;
            out.printf(
                    Locale.ROOT,
                    "A thousand at once, 64 MB: supervisord has noticed all after %.1f s, all are reported after %.1f s:"
                            + " %.1f times; %.1f calls of supervisord a second%n",
                    noticed,
                    reported,
                    reported / noticed,
                    calls / reported);
            return isEachReportedOnce(server);
        }
    }

    private boolean isEachReportedOnce(RealSupervisord server) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (System.nanoTime() < limit
                && deaths.entrySet().stream()
                        .anyMatch(death -> mails().getOrDefault(death.getKey(), 0) < death.getValue())) {
            TimeUnit.SECONDS.sleep(1);
        }
        // what comes twice may come late
        TimeUnit.SECONDS.sleep(SETTLED.toSeconds());
        Map<String, Integer> mails = mails();
        long missing = deaths.entrySet().stream()
                .mapToLong(death -> Math.max(0, death.getValue() - mails.getOrDefault(death.getKey(), 0)))
                .sum();
        long tooMany = mails.entrySet().stream()
                .mapToLong(mail -> Math.max(0, mail.getValue() - deaths.getOrDefault(mail.getKey(), 0)))
                .sum();
        long sum = deaths.values().stream().mapToLong(Integer::longValue).sum();
        out.printf(Locale.ROOT, "  %d deaths: %d not reported, %d reported twice%n", sum, missing, tooMany);
        if (missing + tooMany > 0) {
            out.println("  deaths " + deaths + "\n  mails  " + mails + "\n  kept: " + directory);
            out.println(server.stderrOf("crashmail"));
        }
        return missing + tooMany == 0;
    }

    private RealSupervisord supervisord(int number, String logLevel) {
        return RealSupervisord.in(directory)
                .settings("minfds=8192", "loglevel=" + logLevel)
                .section(
                        "program:w",
                        "command=sleep 1000000",
                        "process_name=w_%(process_num)04d",
                        "numprocs=" + number,
                        "autorestart=true",
                        "stdout_logfile=NONE",
                        "stderr_logfile=NONE")
                .section(
                        "eventlistener:crashmail",
                        "command=java -Xmx64m -jar " + PackagedCommand.file("crashmail")
                                + " -m bob@example.com --group w --state-dir " + directory.resolve("state")
                                + " -s \"cat >> " + mail() + "\"",
                        "events=PROCESS_STATE_EXITED",
                        // the usual size
                        "buffer_size=10",
                        "startretries=1000000",
                        RealSupervisord.credentials())
                .start();
    }

    private Path mail() {
        return directory.resolve("mail");
    }

    private Path ledger() {
        return directory
                .resolve("state")
                .resolve(firstOf(directory.resolve("state")))
                .resolve("ledger");
    }

    private static String firstOf(Path parent) {
        String[] names = parent.toFile().list();
        return names == null || names.length == 0 ? "none" : names[0];
    }

    /** Waits until so many run and none of them has been killed. */
    private Map<String, Long> running(RealSupervisord server, int number) {
        Await.until(number + " running programs", () -> {
            Map<String, Long> pids = pids(server);
            return pids.size() == number && pids.values().stream().noneMatch(killed::contains);
        });
        return pids(server);
    }

    private static Map<String, Long> pids(RealSupervisord server) {
        return server.client().processes().value().orElse(List.of()).stream()
                .filter(process -> process.name().group().equals("w") && process.state() == ProcessState.RUNNING)
                .collect(Collectors.toMap(process -> process.name().name(), ProcessInfo::pid));
    }

    private void kill(List<Map.Entry<String, Long>> programs) {
        TestCommand.signal("KILL", programs.stream().map(Map.Entry::getValue).toList());
        programs.forEach(program -> {
            deaths.merge(program.getKey(), 1, Integer::sum);
            killed.add(program.getValue());
        });
    }

    private static void whileStopped(long pid, Runnable action) throws InterruptedException {
        TestCommand.signal("STOP", List.of(pid));
        action.run();
        // all are dead before it looks
        TimeUnit.MILLISECONDS.sleep(500);
        TestCommand.signal("CONT", List.of(pid));
    }

    private Map<String, Integer> mails() {
        return MAIL.matcher(text(mail()))
                .results()
                .map(mail -> mail.group(1))
                .collect(Collectors.toMap(Function.identity(), name -> 1, Integer::sum, TreeMap::new));
    }

    private static long count(Pattern pattern, String text) {
        return pattern.matcher(text).results().count();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
