package org.superlance.procmon.child;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.procmon.child.ShortCommand.Outcome;

/**
 * The tools of the system that stand in front of a child's command, each of which does its part and then becomes the next.
 *
 * @param env unblocks SIGQUIT, which Java up to some 17 and later versions leaves blocked in its children; empty where
 *     there is no need or no such tool
 * @param setsid makes a session and process group of its own
 * @param setpriv changes user and group, and then asks the kernel to kill it when procmon dies
 */
record Tools(List<String> env, Optional<String> setsid, Optional<String> setpriv) {

    private static final Logger LOG = LoggerFactory.getLogger(Tools.class);
    private static final List<String> DIE_WITH_US = List.of("--pdeathsig", "KILL");
    private static final Pattern BLOCKED = Pattern.compile("(?m)^SigBlk:\\s*([0-9a-f]+)$");
    private static final long QUIT = 1 << (3 - 1);

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
        boolean blocked = blocksQuit();
        List<String> env = blocked ? unblocking(path) : List.of();
        if (blocked && env.isEmpty()) {
            missing.add("without env --default-signal this version of Java starts children that do not get SIGQUIT");
        }
        if (!missing.isEmpty()) {
            LOG.warn("Install util-linux and coreutils: {}", String.join("; ", missing));
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

    private static boolean blocksQuit() {
        return ShortCommand.run(List.of("cat", "/proc/self/status"))
                .map(outcome -> BLOCKED.matcher(outcome.output()))
                .filter(Matcher::find)
                .map(matcher -> (Long.parseUnsignedLong(matcher.group(1), 16) & QUIT) != 0)
                .orElse(false);
    }

    private static List<String> unblocking(SearchPath path) {
        return path.find("env")
                .map(env -> List.of(env.toString(), "--default-signal=QUIT"))
                .filter(env -> ShortCommand.run(concat(env, List.of("true")))
                        .filter(Outcome::isSuccess)
                        .isPresent())
                .orElse(List.of());
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
