package org.superlance.procmon.program;

import java.util.function.Consumer;
import org.superlance.procmon.child.Ending;
import org.superlance.procmon.child.SpawnException;

/** Starts the process of one program. */
public interface Starter {

    /** @throws SpawnException if it is known beforehand that no start can succeed */
    void check() throws SpawnException;

    /** @param ended is told the end, by the main loop, once all of the process's output has been taken */
    Run start(Consumer<Ending> ended) throws SpawnException;
}
