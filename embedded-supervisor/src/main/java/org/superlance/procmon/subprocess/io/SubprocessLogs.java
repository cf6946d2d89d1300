package org.superlance.procmon.subprocess.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.superlance.listener.config.LogConfig;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.procmon.log.Logs;
import org.superlance.procmon.log.Sink;

/** The logs of one process, open while it runs. */
public final class SubprocessLogs {

    private final Log stdout;
    private final Log stderr;

    private SubprocessLogs(Log stdout, Log stderr) {
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** Creates the files of automatic logs. */
    public static SubprocessLogs of(ProgramConfig program, Logs logs) throws IOException {
        return new SubprocessLogs(
                Log.of(program, "stdout", program.output().stdout(), logs),
                Log.of(program, "stderr", program.output().stderr(), logs));
    }

    public Log stdout() {
        return stdout;
    }

    public Log stderr() {
        return stderr;
    }

    /** The log of one stream. */
    public static final class Log {

        private final Optional<Path> path;
        private final LogConfig spec;
        private final Logs logs;
        private Sink current = Sink.none();

        private Log(Optional<Path> path, LogConfig spec, Logs logs) {
            this.path = path;
            this.spec = spec;
            this.logs = logs;
        }

        static Log of(ProgramConfig program, String stream, LogConfig spec, Logs logs) throws IOException {
            if (spec.target() instanceof LogConfig.File file) {
                return new Log(Optional.of(file.path()), spec, logs);
            }
            return spec.target() instanceof LogConfig.Automatic
                    ? new Log(Optional.of(logs.automatic(program.name(), stream)), spec, logs)
                    : new Log(Optional.empty(), spec, logs);
        }

        /** Its file; empty if there is none. */
        public Optional<Path> path() {
            return path;
        }

        /** Opens it for the next run of the process; the caller closes it. */
        synchronized Sink open() throws IOException {
            current = path.isPresent() ? logs.open(path.get(), spec.maxBytes(), spec.backups()) : Sink.none();
            return current;
        }

        public synchronized void clear() throws IOException {
            current.clear();
        }

        public synchronized void reopen() throws IOException {
            current.reopen();
        }
    }
}
