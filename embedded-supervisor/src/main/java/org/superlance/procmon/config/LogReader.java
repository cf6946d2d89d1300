package org.superlance.procmon.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.superlance.listener.config.ConfigException;
import org.superlance.procmon.config.ProgramSpec.Output;

/** Reads where output goes. */
final class LogReader {

    private static final String DEFAULT_MAX_BYTES = "50MB";
    private static final int BACKUPS = 10;

    private final SectionValues sectionValues;
    private final Consumer<String> warnings;

    LogReader(SectionValues sectionValues, Consumer<String> warnings) {
        this.sectionValues = sectionValues;
        this.warnings = warnings;
    }

    Output ofProcess() throws ConfigException {
        boolean together = sectionValues.bool("redirect_stderr", false);
        LogSpec stderr = of("stderr");
        if (together && stderr.target() instanceof LogSpec.File) {
            warnings.accept("stderr_logfile in section [" + sectionValues.section()
                    + "] has no effect with redirect_stderr=true");
        }
        LogSpec.Target target = together ? new LogSpec.None() : stderr.target();
        LogSpec apart = new LogSpec(target, stderr.maxBytes(), stderr.backups(), stderr.events());
        return new Output(together, of("stdout"), apart);
    }

    private LogSpec of(String stream) throws ConfigException {
        String key = stream + "_logfile";
        LogSpec log = new LogSpec(
                target(key, sectionValues.text(key).orElse("AUTO")),
                sectionValues.size(key + "_maxbytes", DEFAULT_MAX_BYTES),
                sectionValues.number(key + "_backups", BACKUPS, 0),
                sectionValues.bool(stream + "_events_enabled", false));
        if (sectionValues.bool(stream + "_syslog", false)) {
            warnings.accept(
                    stream + "_syslog in section [" + sectionValues.section() + "] has no effect: there is no syslog");
        }
        return log;
    }

    LogSpec ofDaemon() throws ConfigException {
        return new LogSpec(
                target("logfile", sectionValues.text("logfile").orElse("supervisord.log")),
                sectionValues.size("logfile_maxbytes", DEFAULT_MAX_BYTES),
                sectionValues.number("logfile_backups", BACKUPS, 0),
                false);
    }

    private LogSpec.Target target(String key, String text) throws ConfigException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none", "off" -> new LogSpec.None();
            case "auto" -> new LogSpec.Automatic();
            case "syslog" -> {
                warnings.accept(
                        key + "=syslog in section [" + sectionValues.section() + "] has no effect: nothing is logged");
                yield new LogSpec.None();
            }
            default -> new LogSpec.File(existing(key, text));
        };
    }

    private Path existing(String key, String text) throws ConfigException {
        Path path = sectionValues.resolve(key, text);
        Path directory = path.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw sectionValues.wrong(
                    key, text, "there is no directory " + directory + ", so make it or name another file");
        }
        return path;
    }
}
