package org.superlance.procmon.monitor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.superlance.procmon.child.Child;
import org.superlance.procmon.child.Launch;
import org.superlance.procmon.child.SpawnException;
import org.superlance.procmon.child.Spawner;

/** Starts nothing but children that a test leads. Their pids are 1, 2, 3 … */
final class ScriptedSpawner implements Spawner {

    private final Deque<String> failures = new ArrayDeque<>();
    private final List<ScriptedChild> children = new ArrayList<>();
    private final List<Launch> launches = new ArrayList<>();

    @Override
    public Child spawn(Launch launch) throws SpawnException {
        launches.add(launch);
        String failure = failures.poll();
        if (failure != null) {
            throw new SpawnException(failure);
        }
        children.add(new ScriptedChild(children.size() + 1));
        return last();
    }

    /** The next start fails with this clause. */
    void fail(String clause) {
        failures.add(clause);
    }

    int started() {
        return children.size();
    }

    ScriptedChild last() {
        return children.get(children.size() - 1);
    }

    List<Launch> launches() {
        return launches;
    }
}
