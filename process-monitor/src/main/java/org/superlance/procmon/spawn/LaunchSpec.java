package org.superlance.procmon.spawn;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A command to start, with its directory, environment, user and streams.
 *
 * @param command the executable, looked up in the child's {@code PATH}, and its arguments; without a shell
 * @param directory its working directory; empty for that of the JVM
 * @param environment the complete environment of the child
 * @param identity its user and group; empty for those of the JVM
 * @param streams its stdin, stdout and stderr
 */
public record LaunchSpec(
        List<String> command,
        Optional<Path> directory,
        Map<String, String> environment,
        Optional<Identity> identity,
        Streams streams) {

    /** The launcher sets both, the first only where the user has not. */
    private static final String ARENAS = "MALLOC_ARENA_MAX";

    private static final String ARENAS_MARKER = "SUPERLANCE_ARENAS";

    /** What the launcher has replaced in the locale: the variable, an equals sign, its value if any. */
    private static final String REPLACED_LOCALE = "SUPERLANCE_LOCALE";

    /** What the launcher tells the JVM. */
    private static final Set<String> OF_LAUNCHER = Set.of(SpawnHelpers.OPEN_FILES, "SUPERLANCE_THREAD_DUMP");

    public LaunchSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(directory, "directory is null");
        Objects.requireNonNull(identity, "identity is null");
        Objects.requireNonNull(streams, "streams is null");
        if (command.isEmpty() || command.get(0).isEmpty()) {
            throw new IllegalArgumentException("there is no command to start");
        }
    }

    /** The command with directory, environment, user and streams of the JVM. */
    public static LaunchSpec of(List<String> command) {
        Map<String, String> environment = childEnvironment(System.getenv());
        return new LaunchSpec(command, Optional.empty(), environment, Optional.empty(), Streams.INHERITED);
    }

    /** The JVM's environment as children get it: without what the launcher has set for the JVM alone. */
    public static Map<String, String> childEnvironment(Map<String, String> ours) {
        Map<String, String> theirs = new HashMap<>(ours);
        theirs.keySet().removeAll(OF_LAUNCHER);
        if (theirs.remove(ARENAS_MARKER) != null) {
            theirs.remove(ARENAS);
        }
        String locale = theirs.remove(REPLACED_LOCALE);
        if (locale != null) {
            String[] replaced = locale.split("=", 2);
            theirs.remove(replaced[0]);
            if (replaced.length == 2 && !replaced[1].isEmpty()) {
                theirs.put(replaced[0], replaced[1]);
            }
        }
        return Map.copyOf(theirs);
    }

    /** The same in this directory. */
    public LaunchSpec in(Path newDirectory) {
        return new LaunchSpec(command, Optional.of(newDirectory), environment, identity, streams);
    }

    /** The same with this environment. */
    public LaunchSpec with(Map<String, String> newEnvironment) {
        return new LaunchSpec(command, directory, newEnvironment, identity, streams);
    }

    /** The same as this user. */
    public LaunchSpec as(Identity newIdentity) {
        return new LaunchSpec(command, directory, environment, Optional.of(newIdentity), streams);
    }

    /**
     * The user and group that a child runs as.
     *
     * @param user a name or a number
     * @param group a name or a number; empty for the groups of the user
     */
    public record Identity(String user, Optional<String> group) {}

    /** The standard streams of a child. */
    public enum Streams {
        /** Those of the JVM, except stdin, which is empty. */
        INHERITED,
        /** Pipes: {@link Child#stdin()}, {@link Child#stdout()}, {@link Child#stderr()}. */
        PIPED,
        /** Pipes, with stderr redirected to stdout. */
        PIPED_TOGETHER
    }
}
