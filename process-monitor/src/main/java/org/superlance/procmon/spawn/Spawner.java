package org.superlance.procmon.spawn;

/** Starts child processes, each in a process group of its own. */
public interface Spawner {

    /**
     * Sees whether the command, the directory and the user are there, without starting anything.
     *
     * @throws SpawnException if a child that is started now would not be
     */
    default void check(LaunchSpec launchSpec) throws SpawnException {
        // only a start can tell
    }

    /**
     * Starts a child.
     *
     * @throws SpawnException if there is no such executable, no right to be that user, no directory, …
     */
    Child spawn(LaunchSpec launchSpec) throws SpawnException;
}
