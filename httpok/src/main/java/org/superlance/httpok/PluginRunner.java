package org.superlance.httpok;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.process.CommandExecutor;
import org.superlance.listener.process.CommandExecutor.Limits;
import org.superlance.listener.process.CommandExecutor.Outcome;

/**
 * Runs plugins, in a session of their own and without a shell. One that does not exit in time is killed with all that
 * is left of its session. One that exits is not waited for any longer, although something it started may keep its output
 * open; that runs on.
 *
 * @param environment that a plugin gets
 * @param timeout from the start to the exit
 */
record PluginRunner(Map<String, String> environment, Duration timeout) {

    private static final int MAX_OUTPUT = 64 << 10;
    private static final Duration OUTPUT_GRACE = Duration.ofSeconds(2);

    /** What a listener is told for itself: its supervisord, its secrets, and where it reports to. */
    private static final List<String> OWN_PREFIXES = List.of("SUPERVISOR_", "SUPERLANCE_");

    private static final Set<String> OWN = Set.of("SMTP_PASSWORD", "NOTIFY_SOCKET");

    PluginRunner {
        environment = Map.copyOf(environment);
    }

    /**
     * Passes on an environment, without what is the listener's own, and with messages in English and decimal points.
     *
     * @param environment the listener's
     */
    static PluginRunner of(Map<String, String> environment, Duration timeout) {
        Map<String, String> passed = new HashMap<>(environment);
        passed.keySet()
                .removeIf(name -> OWN.contains(name) || OWN_PREFIXES.stream().anyMatch(name::startsWith));
        passed.put("LC_ALL", "C");
        return new PluginRunner(passed, timeout);
    }

    /**
     * Runs a plugin.
     *
     * @param words the plugin and its arguments
     * @throws IndeterminateException with a clause for an operator if it cannot be started
     */
    Outcome run(List<String> words) throws IndeterminateException, InterruptedException {
        PluginLocator locator = PluginLocator.of(environment);
        Path file = locator.find(words.get(0));
        List<String> command = new ArrayList<>(words);
        command.set(0, file.toString());
        try {
            return CommandExecutor.inOwnSession(
                            locator.setsid(),
                            command,
                            ours -> {
                                ours.clear();
                                ours.putAll(environment);
                            },
                            new Limits(timeout, OUTPUT_GRACE, MAX_OUTPUT, false))
                    .run();
        } catch (IOException e) {
            throw new IndeterminateException(file + " cannot be started: " + withoutArguments(e, command));
        }
    }

    /** The JDK names the program only, but says so nowhere. */
    private static String withoutArguments(IOException e, List<String> command) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return command.stream().skip(1).anyMatch(word -> word.length() > 1 && message.contains(word))
                ? e.getClass().getSimpleName()
                : message;
    }
}
