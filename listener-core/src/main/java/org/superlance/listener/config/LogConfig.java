package org.superlance.listener.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The log of a process or of the server.
 *
 * @param maxBytes the size at which the file is rotated; 0 for never
 * @param backups the number of rotated files to keep
 * @param events whether output is published as PROCESS_LOG events too
 */
public record LogConfig(Target target, long maxBytes, int backups, boolean events) {

    private static final String DEFAULT_MAX_BYTES = "50MB";
    private static final int BACKUPS = 10;

    /** The destination of a log. */
    public sealed interface Target {}

    /** Output is discarded. */
    public record None() implements Target {}

    /** A file with a generated name in {@code childlogdir}. */
    public record Automatic() implements Target {}

    /** A file, or a device such as {@code /dev/stdout}. */
    public record File(Path path) implements Target {}

    /**
     * Reads the logs of a process.
     *
     * @param warnings gets a sentence for each setting without effect
     */
    static ProgramConfig.Output ofProcess(SectionValues values, Consumer<String> warnings) throws ConfigException {
        boolean together = values.bool("redirect_stderr", false);
        LogConfig stderr = of("stderr", values, warnings);
        if (together && stderr.target() instanceof File) {
            warnings.accept(
                    "stderr_logfile in section [" + values.section() + "] has no effect with redirect_stderr=true");
        }
        Target target = together ? new None() : stderr.target();
        LogConfig apart = new LogConfig(target, stderr.maxBytes(), stderr.backups(), stderr.events());
        return new ProgramConfig.Output(together, of("stdout", values, warnings), apart);
    }

    private static LogConfig of(String stream, SectionValues values, Consumer<String> warnings) throws ConfigException {
        String key = stream + "_logfile";
        LogConfig log = new LogConfig(
                target(key, values.textOfTwo(key).orElse("AUTO"), values, warnings),
                values.size(key + "_maxbytes", DEFAULT_MAX_BYTES),
                values.number(key + "_backups", BACKUPS, 0),
                values.bool(stream + "_events_enabled", false));
        if (values.size(stream + "_capture_maxbytes", "0") > 0) {
            warnings.accept(stream + "_capture_maxbytes in section [" + values.section()
                    + "] is not supported and has no effect");
        }
        if (values.bool(stream + "_syslog", false)) {
            warnings.accept(
                    stream + "_syslog in section [" + values.section() + "] has no effect: syslog is not supported");
        }
        return log;
    }

    /** Reads the log of the server itself. */
    public static LogConfig ofDaemon(SectionValues values, Consumer<String> warnings) throws ConfigException {
        Target target = target("logfile", values.text("logfile").orElse("supervisord.log"), values, warnings);
        return new LogConfig(
                target instanceof File file ? new File(file.path().normalize()) : target,
                values.size("logfile_maxbytes", DEFAULT_MAX_BYTES),
                values.number("logfile_backups", BACKUPS, 0),
                false);
    }

    private static Target target(String key, String text, SectionValues values, Consumer<String> warnings)
            throws ConfigException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none", "off" -> new None();
            case "auto" -> new Automatic();
            case "syslog" -> {
                warnings.accept(key + "=syslog in section [" + values.section()
                        + "] is not supported: its output is discarded");
                yield new None();
            }
            // as for NONE, there is no file
            case "" -> new None();
            default -> new File(values.inDirectory(key, text));
        };
    }
}
