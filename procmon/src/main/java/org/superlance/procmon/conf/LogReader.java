package org.superlance.procmon.conf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.superlance.listener.config.ConfigException;
import org.superlance.procmon.conf.ProgramSpec.Output;

/** Reads where output goes. */
final class LogReader {

    private static final String LARGEST = "50MB";
    private static final int BACKUPS = 10;

    private final Values values;
    private final Consumer<String> warnings;

    LogReader(Values values, Consumer<String> warnings) {
        this.values = values;
        this.warnings = warnings;
    }

    Output ofProcess() throws ConfigException {
        boolean together = values.bool("redirect_stderr", false);
        LogSpec stderr = of("stderr");
        if (together && stderr.target() instanceof LogSpec.File) {
            warnings.accept(
                    "stderr_logfile in section [" + values.section() + "] has no effect with redirect_stderr=true");
        }
        LogSpec.Target target = together ? new LogSpec.None() : stderr.target();
        LogSpec apart = new LogSpec(target, stderr.maxBytes(), stderr.backups(), stderr.events());
        return new Output(together, of("stdout"), apart);
    }

    private LogSpec of(String stream) throws ConfigException {
        String key = stream + "_logfile";
        LogSpec log = new LogSpec(
                target(key, values.text(key).orElse("AUTO")),
                values.size(key + "_maxbytes", LARGEST),
                values.number(key + "_backups", BACKUPS, 0),
                values.bool(stream + "_events_enabled", false));
        if (values.bool(stream + "_syslog", false)) {
            warnings.accept(stream + "_syslog in section [" + values.section() + "] has no effect: there is no syslog");
        }
        return log;
    }

    LogSpec ofDaemon() throws ConfigException {
        return new LogSpec(
                target("logfile", values.text("logfile").orElse("supervisord.log")),
                values.size("logfile_maxbytes", LARGEST),
                values.number("logfile_backups", BACKUPS, 0),
                false);
    }

    private LogSpec.Target target(String key, String text) throws ConfigException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none", "off" -> new LogSpec.None();
            case "auto" -> new LogSpec.Automatic();
            case "syslog" -> {
                warnings.accept(key + "=syslog in section [" + values.section() + "] has no effect: nothing is logged");
                yield new LogSpec.None();
            }
            default -> new LogSpec.File(existing(key, text));
        };
    }

    private Path existing(String key, String text) throws ConfigException {
        Path path = values.resolve(key, text);
        Path directory = path.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw values.wrong(key, text, "there is no directory " + directory + ", so make it or name another file");
        }
        return path;
    }
}
