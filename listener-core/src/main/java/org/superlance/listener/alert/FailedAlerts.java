package org.superlance.listener.alert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableSet;

/** Alerts that were refused or could not be read, for an operator to look at; moved back up they are sent again. */
final class FailedAlerts {

    private final SpoolFiles files;
    private final int most;

    FailedAlerts(Path directory, int most) throws IOException {
        this.files = new SpoolFiles(directory);
        this.most = most;
    }

    /** Moves the file here and removes the oldest beyond the limit. */
    void take(SpoolFiles from, String name) throws IOException {
        from.moveTo(files, name);
        NavigableSet<String> kept = files.list().navigableKeySet();
        while (kept.size() > most) {
            files.delete(kept.pollFirst());
        }
    }

    @Override
    public String toString() {
        return files.toString();
    }
}
