package org.superlance.procmon.spawn;

import java.util.HashMap;
import java.util.Map;

/** Our environment as children are to get it. */
public final class ChildEnvironment {

    /** The launcher sets both for this JVM alone, where the user has not set the second. */
    private static final String MARKER_VARIABLE = "SUPERLANCE_ARENAS";

    private static final String ARENA_VARIABLE = "MALLOC_ARENA_MAX";

    /** What the launcher has replaced in the locale for this JVM alone: the variable, an equals sign, its value if any. */
    private static final String LOCALE = "SUPERLANCE_LOCALE";

    private ChildEnvironment() {}

    /** Without what the launcher has added for us. */
    public static Map<String, String> of(Map<String, String> ours) {
        Map<String, String> theirs = new HashMap<>(ours);
        if (theirs.remove(MARKER_VARIABLE) != null) {
            theirs.remove(ARENA_VARIABLE);
        }
        String locale = theirs.remove(LOCALE);
        if (locale != null) {
            String[] replaced = locale.split("=", 2);
            theirs.remove(replaced[0]);
            if (replaced.length == 2 && !replaced[1].isEmpty()) {
                theirs.put(replaced[0], replaced[1]);
            }
        }
        return Map.copyOf(theirs);
    }
}
