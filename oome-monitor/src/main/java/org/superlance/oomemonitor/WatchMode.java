package org.superlance.oomemonitor;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.ProcessPattern;

/** What to watch, as the one word on the command line says. */
enum WatchMode {
    SINGLE {
        @Override
        void validate(List<ProcessPattern> programs, @Nullable Path file) {
            if (programs.isEmpty()) {
                throw new IllegalArgumentException("'single' needs -p NAME, or write 'all' to watch every program");
            }
            if (file != null && programs.size() > 1) {
                throw new IllegalArgumentException("-o names the file of one program, and there are " + programs.size()
                        + " with -p: leave -o out and set OOME_FILE in the environment of each");
            }
            if (file != null && file.toString().isEmpty()) {
                throw new IllegalArgumentException("-o names no file: write for instance -o /tmp/webapp.oome");
            }
        }
    },
    ALL {
        @Override
        void validate(List<ProcessPattern> programs, @Nullable Path file) {
            if (!programs.isEmpty()) {
                throw new IllegalArgumentException("-p does not go with 'all': write 'single' to watch only "
                        + programs.get(0) + ", or leave -p out");
            }
            if (file != null) {
                throw new IllegalArgumentException("-o names the file of one program and does not go with 'all': write"
                        + " 'single -p NAME -o FILE', or --marker for the default of all");
            }
        }
    };

    /** @throws IllegalArgumentException with a sentence for people if it is not exactly one of them */
    static WatchMode of(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("what to watch is missing: write 'single -p NAME' or 'all'");
        }
        if (words.size() > 1) {
            throw new IllegalArgumentException(
                    "'" + String.join(" ", words) + "' is too much: write 'single' or 'all', and -p before each name");
        }
        return switch (words.get(0)) {
            case "single" -> SINGLE;
            case "all" -> ALL;
            default ->
                throw new IllegalArgumentException(
                        "'" + words.get(0) + "' is not known: write 'single -p NAME' or 'all'");
        };
    }

    /** @throws IllegalArgumentException with a sentence for people if the options do not go with it */
    abstract void validate(List<ProcessPattern> programs, @Nullable Path file);
}
