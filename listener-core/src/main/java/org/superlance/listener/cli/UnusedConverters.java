package org.superlance.listener.cli;

import org.superlance.listener.util.Ascii;

/** The types that picocli could read from a command line, that no option has, and that take it long to look for. */
public final class UnusedConverters {

    /** Each letter by itself: of a range such as {@code a-z}, or {@code \.}, the JVM makes a lambda, which costs 10 ms. */
    private static final String PATTERN = "java[.](sql|time)[.][" + Ascii.LETTERS + "]++";

    private UnusedConverters() {}

    /** Has picocli leave them out. It compiles the pattern for each of 25 types, for each command. */
    static void exclude() {
        System.setProperty("picocli.converters.excludes", PATTERN);
    }

    /** In the packages' JAR, what picocli calls in the place of {@code BuiltIn.excluded}. */
    public static boolean contains(String type) {
        return type.startsWith("java.sql.") || type.startsWith("java.time.");
    }
}
