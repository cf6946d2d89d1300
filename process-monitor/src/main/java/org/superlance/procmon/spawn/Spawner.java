package org.superlance.procmon.spawn;

/** Starts child processes, each in a process group of its own. */
public interface Spawner {

    /**
     * Checks that command, directory and user exist, without starting anything.
     *
     * @throws SpawnException if {@link #spawn} would fail now
     */
    default void check(LaunchSpec launchSpec) throws SpawnException {
        // only a start can tell
    }

    /**
     * Starts a child.
     *
     * @throws SpawnException if the executable, the directory or the permission to become the user is missing, …
     */
    Child spawn(LaunchSpec launchSpec) throws SpawnException;
}
