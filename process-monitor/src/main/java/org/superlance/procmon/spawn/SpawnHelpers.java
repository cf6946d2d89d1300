package org.superlance.procmon.spawn;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.CommandExecutor;
import org.superlance.listener.process.CommandExecutor.Limits;
import org.superlance.listener.process.CommandExecutor.Outcome;
import org.superlance.listener.process.Signal;

/**
 * The tools that run before a child's command, each of which does its part and then executes the next.
 *
 * @param limit sets the limit of open files, which the JVM has raised for itself; empty where it is not known
 * @param env resets the child's signals to their defaults: those that procmon was started to ignore, and SIGQUIT, which some
 *     versions of Java leave blocked in children; empty where there is no need or no such tool
 * @param setsid creates a session and a process group
 * @param setpriv changes user and group, and has the kernel kill the child when procmon dies
 */
record SpawnHelpers(List<String> limit, List<String> env, Optional<String> setsid, Optional<String> setpriv) {

    /** The variable by which the launcher tells the soft limit of open files that it was started with. */
    static final String OPEN_FILES = "SUPERLANCE_NOFILE";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private static final Logger LOG = LoggerFactory.getLogger(SpawnHelpers.class);
    private static final List<String> PDEATHSIG = List.of("--pdeathsig", "KILL");

    /** Only what hangs takes a minute, also where the machine is busy. */
    private static final Limits TOOL_LIMITS = new Limits(Duration.ofMinutes(1), Duration.ofSeconds(10), 4096, false);

    /** Looks for the tools, and warns of those that are missing. To be called by the thread that starts the children. */
    static SpawnHelpers find(SearchPath path, List<String> limit) {
        List<String> missing = new ArrayList<>();
        Optional<String> setsid = path.find("setsid").map(Path::toString);
        if (setsid.isEmpty()) {
            missing.add(
                    "without setsid, children have no process group of their own, and their descendants may outlive them");
        }
        Optional<String> setpriv = path.find("setpriv").map(Path::toString).filter(SpawnHelpers::supportsPdeathsig);
        if (setpriv.isEmpty()) {
            missing.add("without setpriv --pdeathsig, children cannot run as another user");
        }
        Optional<String> lost = SignalState.ofChildren().clause();
        List<String> env = lost.isPresent() ? resettingSignals(path) : List.of();
        if (lost.isPresent() && env.isEmpty()) {
            missing.add("without env --default-signal, " + lost.get());
        }
        if (!missing.isEmpty()) {
            LOG.warn("install util-linux, and coreutils 8.31 or later: {}", String.join("; ", missing));
        }
        return new SpawnHelpers(limit, env, setsid, setpriv);
    }

    /**
     * The command that sets the soft limit of open files, as far as the hard limit allows.
     *
     * @param environment that of the JVM
     * @param min at least so many
     */
    static List<String> openFiles(Map<String, String> environment, int min) {
        String started = environment.getOrDefault(OPEN_FILES, "");
        return NUMBER.matcher(started).matches()
                ? List.of(
                        "/bin/sh",
                        "-c",
                        "ulimit -S -n \"$0\" 2>/dev/null; exec \"$@\"",
                        Integer.toString(Math.max(min, Integer.parseInt(started))))
                : List.of();
    }

    /** The command with the tools in front of it. */
    List<String> wrap(List<String> command, List<String> identity) {
        List<String> whole = new ArrayList<>(limit);
        whole.addAll(env);
        setsid.ifPresent(tool -> whole.addAll(List.of(tool, "--")));
        setpriv.ifPresent(tool -> {
            whole.add(tool);
            whole.addAll(PDEATHSIG);
            whole.addAll(identity);
            whole.add("--");
        });
        whole.addAll(command);
        return whole;
    }

    private static boolean supportsPdeathsig(String setpriv) {
        return run(concat(concat(List.of(setpriv), PDEATHSIG), List.of("true")))
                .filter(Outcome::isSuccess)
                .isPresent();
    }

    /** supervisord resets only the signals that it handles itself; this resets all. */
    private static List<String> resettingSignals(SearchPath path) {
        return path.find("env")
                .map(env -> List.of(env.toString(), "--default-signal"))
                .filter(env -> run(concat(env, List.of("true")))
                        .filter(Outcome::isSuccess)
                        .isPresent())
                .orElse(List.of());
    }

    /**
     * Runs a tool with little output, on the calling thread.
     *
     * @return empty if it could not be started or did not finish within a minute
     */
    static Optional<Outcome> run(List<String> command) {
        try {
            Outcome outcome = CommandExecutor.inLocaleC(command, TOOL_LIMITS).run();
            return outcome.status().isPresent() ? Optional.of(outcome) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /**
     * The signals that a process ignores or blocks, inherited from its parent: those that {@code nohup} ignores, and a shell
     * for background commands.
     *
     * <p>Source: proc(5).
     *
     * @param ignored one bit per signal, from 1 on
     * @param blocked the same
     */
    record SignalState(long ignored, long blocked) {

        /** Nothing is ignored, nothing blocked. */
        static final SignalState DEFAULT = new SignalState(0, 0);

        private static final Pattern IGNORED = Pattern.compile("(?m)^SigIgn:\\s*([0-9a-f]+)$");
        private static final Pattern BLOCKED = Pattern.compile("(?m)^SigBlk:\\s*([0-9a-f]+)$");

        /** 32 and 33 are the C library's own: it ignores them in children, and they cannot be set. */
        private static final long OF_C_LIBRARY = 0b11L << 31;

        SignalState {
            ignored &= ~OF_C_LIBRARY;
            blocked &= ~OF_C_LIBRARY;
        }

        /** That of children of this thread; the default where it cannot be read. */
        static SignalState ofChildren() {
            return SpawnHelpers.run(List.of("cat", "/proc/self/status"))
                    .map(Outcome::text)
                    .map(SignalState::parse)
                    .orElse(DEFAULT);
        }

        /** @param status as in {@code /proc/PID/status} */
        static SignalState parse(String status) {
            return new SignalState(mask(IGNORED, status), mask(BLOCKED, status));
        }

        /** One clause, such as {@code children ignore SIGHUP and SIGINT, and block SIGQUIT}; empty for the default. */
        Optional<String> clause() {
            List<String> parts = new ArrayList<>();
            if (ignored != 0) {
                parts.add("ignore " + names(ignored));
            }
            if (blocked != 0) {
                parts.add("block " + names(blocked));
            }
            return parts.isEmpty() ? Optional.empty() : Optional.of("children " + String.join(", and ", parts));
        }

        private static String names(long mask) {
            return IntStream.rangeClosed(1, Long.SIZE)
                    .filter(number -> (mask >>> (number - 1) & 1) != 0)
                    .mapToObj(number -> new Signal(number).toString())
                    .collect(Collectors.joining(" and "));
        }

        private static long mask(Pattern line, String status) {
            Matcher matcher = line.matcher(status);
            return matcher.find() ? Long.parseUnsignedLong(matcher.group(1), 16) : 0;
        }
    }
}
