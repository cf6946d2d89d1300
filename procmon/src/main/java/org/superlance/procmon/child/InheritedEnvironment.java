package org.superlance.procmon.child;

import java.util.HashMap;
import java.util.Map;

/** Our environment as children are to get it. */
public final class InheritedEnvironment {

    /** The launcher sets both for this JVM alone, where the user has not set the second. */
    private static final String MARK = "SUPERLANCE_ARENAS";

    private static final String ARENAS = "MALLOC_ARENA_MAX";

    private InheritedEnvironment() {}

    /** Without what the launcher has added for us. */
    public static Map<String, String> of(Map<String, String> ours) {
        Map<String, String> theirs = new HashMap<>(ours);
        if (theirs.remove(MARK) != null) {
            theirs.remove(ARENAS);
        }
        return Map.copyOf(theirs);
    }
}
