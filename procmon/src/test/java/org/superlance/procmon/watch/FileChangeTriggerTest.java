package org.superlance.procmon.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.procmon.watch.RestartAllTask.FileChangeTrigger;

class FileChangeTriggerTest {

    @TempDir
    private Path directory;

    @Test
    void reportsCreationTouchAndReplacementButNotDeletion() throws Exception {
        Path file = directory.resolve("release");
        FileChangeTrigger touched = new FileChangeTrigger(file);
        assertThat(touched.hasChanged()).as("is empty").isFalse();

        Files.writeString(file, "1");
        assertThat(touched.hasChanged()).as("it is made").isTrue();
        assertThat(touched.hasChanged()).as("nothing happened").isFalse();

        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertThat(touched.hasChanged()).as("touched, be it with an old time").isTrue();

        Path other = Files.writeString(directory.resolve("other"), "2");
        Files.setLastModifiedTime(other, FileTime.fromMillis(1_000));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(touched.hasChanged())
                .as("replaced by another of the same time")
                .isTrue();

        Files.delete(file);
        assertThat(touched.hasChanged()).as("deleted").isFalse();
    }

    @Test
    void ignoresAFileThatExistedBefore() throws Exception {
        Path file = Files.createFile(directory.resolve("release"));

        assertThat(new FileChangeTrigger(file).hasChanged()).isFalse();
    }
}
