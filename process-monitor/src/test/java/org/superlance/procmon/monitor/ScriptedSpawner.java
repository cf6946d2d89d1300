package org.superlance.procmon.monitor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.superlance.procmon.spawn.Child;
import org.superlance.procmon.spawn.LaunchSpec;
import org.superlance.procmon.spawn.SpawnException;
import org.superlance.procmon.spawn.Spawner;

/** Starts nothing but children that a test leads. Their pids are 1, 2, 3 … */
final class ScriptedSpawner implements Spawner {

    private final Deque<String> failures = new ArrayDeque<>();
    private final List<ScriptedChild> children = new ArrayList<>();
    private final List<LaunchSpec> launchSpecs = new ArrayList<>();

    @Override
    public Child spawn(LaunchSpec launchSpec) throws SpawnException {
        launchSpecs.add(launchSpec);
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

    List<LaunchSpec> launchSpecs() {
        return launchSpecs;
    }
}
