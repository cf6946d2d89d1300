package org.superlance.listener.cli;

/** How the lines of a log are written. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** A JSON object a line, for programs. */
    JSON;

    /** The option for it. */
    public static Option<LogFormat> option(OptionGroup options) {
        return options.value(LogFormat.class, "--log-format")
                .paramLabel("text|json")
                .defaultValue(TEXT)
                .description("How to write the log: as text, or as a JSON object a line (default: text).");
    }
}
