package org.superlance.listener.notify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableSet;

/** Alerts that were refused or could not be read, for an operator to look at; moved back up they are sent again. */
final class DeadLetterDirectory {

    private final SpoolDirectory files;
    private final int max;

    DeadLetterDirectory(Path directory, int max) throws IOException {
        this.files = new SpoolDirectory(directory);
        this.max = max;
    }

    /** Moves the file here and removes the oldest beyond the limit. */
    void add(SpoolDirectory from, String name) throws IOException {
        from.moveTo(files, name);
        NavigableSet<String> kept = files.list().navigableKeySet();
        while (kept.size() > max) {
            files.delete(kept.pollFirst());
        }
    }

    @Override
    public String toString() {
        return files.toString();
    }
}
