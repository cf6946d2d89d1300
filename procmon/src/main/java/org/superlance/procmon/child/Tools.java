package org.superlance.procmon.child;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.procmon.child.ShortCommand.Outcome;

/**
 * The tools of the system that stand in front of a child's command, each of which does its part and then becomes the next.
 *
 * @param env has the child get all signals, and do with them what is usual: also those that we were started to ignore, and
 *     SIGQUIT, which Java up to some 17 and later versions leaves blocked in its children; empty where there is no need or
 *     no such tool
 * @param setsid makes a session and process group of its own
 * @param setpriv changes user and group, and then asks the kernel to kill it when procmon dies
 */
record Tools(List<String> env, Optional<String> setsid, Optional<String> setpriv) {

    private static final Logger LOG = LoggerFactory.getLogger(Tools.class);
    private static final List<String> DIE_WITH_US = List.of("--pdeathsig", "KILL");

    /** Tries what there is, and warns of what there is not. To be called by the thread that starts the children. */
    static Tools find(SearchPath path) {
        List<String> missing = new ArrayList<>();
        Optional<String> setsid = path.find("setsid").map(Path::toString);
        if (setsid.isEmpty()) {
            missing.add(
                    "without setsid no child has a process group of its own, and what it has started may outlive it");
        }
        Optional<String> setpriv = path.find("setpriv").map(Path::toString).filter(Tools::diesWithUs);
        if (setpriv.isEmpty()) {
            missing.add("without setpriv --pdeathsig no child can run as another user");
        }
        Optional<String> lost = SignalState.ofChildren().clause();
        List<String> env = lost.isPresent() ? resettingSignals(path) : List.of();
        if (lost.isPresent() && env.isEmpty()) {
            missing.add("without env --default-signal " + lost.get());
        }
        if (!missing.isEmpty()) {
            LOG.warn("Install util-linux, and coreutils 8.31 or later: {}", String.join("; ", missing));
        }
        return new Tools(env, setsid, setpriv);
    }

    /** The command with all that goes before it. */
    List<String> before(List<String> command, List<String> identity) {
        List<String> whole = new ArrayList<>(env);
        setsid.ifPresent(tool -> whole.addAll(List.of(tool, "--")));
        setpriv.ifPresent(tool -> {
            whole.add(tool);
            whole.addAll(DIE_WITH_US);
            whole.addAll(identity);
            whole.add("--");
        });
        whole.addAll(command);
        return whole;
    }

    private static boolean diesWithUs(String setpriv) {
        return ShortCommand.run(concat(concat(List.of(setpriv), DIE_WITH_US), List.of("true")))
                .filter(Outcome::isSuccess)
                .isPresent();
    }

    /** supervisord resets what it handles itself; here it is all signals. */
    private static List<String> resettingSignals(SearchPath path) {
        return path.find("env")
                .map(env -> List.of(env.toString(), "--default-signal"))
                .filter(env -> ShortCommand.run(concat(env, List.of("true")))
                        .filter(Outcome::isSuccess)
                        .isPresent())
                .orElse(List.of());
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
