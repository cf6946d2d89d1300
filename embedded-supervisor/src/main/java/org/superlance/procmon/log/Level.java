package org.superlance.procmon.log;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How important a line of the log is, most important first; with supervisord's names for it. */
public enum Level {
    CRIT("critical"),
    ERRO("error"),
    WARN("warn"),
    INFO("info"),
    DEBG("debug"),
    TRAC("trace"),
    BLAT("blather");

    private final String setting;

    Level(String setting) {
        this.setting = setting;
    }

    /** The level that {@code loglevel=} calls so. */
    public static Optional<Level> ofName(String setting) {
        String lower = setting.toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(level -> level.setting.equals(lower)).findFirst();
    }

    boolean isShownAt(Level least) {
        return compareTo(least) <= 0;
    }
}
