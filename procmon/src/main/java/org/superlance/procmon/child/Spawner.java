package org.superlance.procmon.child;

/** Starts child processes, each in a process group of its own. */
public interface Spawner {

    /**
     * Starts a child.
     *
     * @throws SpawnException if there is no such executable, no right to be that user, no directory, …
     */
    Child spawn(Launch launch) throws SpawnException;
}
