package org.superlance.listener.testkit;

import java.util.List;

/**
 * The server that the tests run under: supervisord, or with the system property {@code superlance.server=embedded} the
 * packaged {@code procmon run -C}. Its delays are such that within a test it starts again what supervisord starts again
 * at once, and nothing else.
 */
public final class TestedServer {

    private TestedServer() {}

    public static boolean isEmbedded() {
        return "embedded".equals(System.getProperty("superlance.server"));
    }

    /** @param supervisord its command, of which the last word is the configuration file */
    public static List<String> command(List<String> supervisord) {
        return isEmbedded()
                ? List.of(
                        PackagedCommand.file("procmon").toString(),
                        "run",
                        "--threshold=0",
                        "--minrestartdelay=1h",
                        "-C",
                        supervisord.get(supervisord.size() - 1))
                : supervisord;
    }
}
