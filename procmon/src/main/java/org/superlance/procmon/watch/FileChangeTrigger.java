package org.superlance.procmon.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.LogOnce;

/** Notices that a file was touched, made, or replaced by another. */
final class FileChangeTrigger {

    private static final Logger LOG = LoggerFactory.getLogger(FileChangeTrigger.class);

    private final Path file;
    private String stamp = "";
    private final LogOnce unreadable = new LogOnce();

    FileChangeTrigger(Path file) {
        this.file = file;
        this.stamp = fingerprint();
    }

    /** Whether that happened since it was last asked. That the file was deleted is no news. */
    boolean hasChanged() {
        String before = stamp;
        stamp = fingerprint();
        return !stamp.isEmpty() && !stamp.equals(before);
    }

    /** Empty where there is no file. */
    private String fingerprint() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            unreadable.clear();
            return attributes.lastModifiedTime().toInstant() + " " + attributes.fileKey();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            if (unreadable.raise()) {
                LOG.warn("cannot see whether {} was touched (--restart-all-on): {}", file, String.valueOf(e));
            }
            return stamp;
        }
    }

    /** Its path. */
    @Override
    public String toString() {
        return file.toString();
    }
}
