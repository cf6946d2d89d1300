package org.superlance.procmon.subprocess;

import java.util.function.Consumer;
import org.superlance.procmon.spawn.ProcessExit;
import org.superlance.procmon.spawn.SpawnException;

/** Starts the process of one program. */
public interface SubprocessLauncher {

    /** @throws SpawnException if it is known beforehand that no start can succeed */
    void check() throws SpawnException;

    /** @param ended is told the end, by the main loop, once all of the process's output has been taken */
    RunningProcess start(Consumer<ProcessExit> ended) throws SpawnException;
}
