package org.superlance.procmon.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TouchedFileTest {

    @TempDir
    private Path directory;

    @Test
    void noticesThatItIsMadeTouchedAndReplacedButNotThatItIsDeleted() throws Exception {
        Path file = directory.resolve("release");
        TouchedFile touched = new TouchedFile(file);
        assertThat(touched.isTouched()).as("there is none").isFalse();

        Files.writeString(file, "1");
        assertThat(touched.isTouched()).as("it is made").isTrue();
        assertThat(touched.isTouched()).as("nothing happened").isFalse();

        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertThat(touched.isTouched()).as("touched, be it with an old time").isTrue();

        Path other = Files.writeString(directory.resolve("other"), "2");
        Files.setLastModifiedTime(other, FileTime.fromMillis(1_000));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(touched.isTouched())
                .as("replaced by another of the same time")
                .isTrue();

        Files.delete(file);
        assertThat(touched.isTouched()).as("deleted").isFalse();
    }

    @Test
    void doesNotCountWhatWasThereBefore() throws Exception {
        Path file = Files.createFile(directory.resolve("release"));

        assertThat(new TouchedFile(file).isTouched()).isFalse();
    }
}
