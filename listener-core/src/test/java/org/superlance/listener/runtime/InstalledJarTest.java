package org.superlance.listener.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledJarTest {

    @TempDir
    private Path directory;

    private Path file;
    private InstalledJar jar;

    @BeforeEach
    void install() throws Exception {
        file = Files.writeString(directory.resolve("x.jar"), "old");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        jar = InstalledJar.of(file).orElseThrow();
    }

    /** Where a class is from, its loader knows, unless it is the JVM's own. */
    @Test
    void isWhereTheClassIsFromOrElseTheClassPath() throws Exception {
        CodeSource source = new CodeSource(file.toUri().toURL(), (Certificate[]) null);

        assertThat(InstalledJar.holding(source, "/elsewhere.jar"))
                .hasValueSatisfying(held -> assertThat(held.path()).isEqualTo(file));
        assertThat(InstalledJar.holding(null, file.toString()))
                .hasValueSatisfying(held -> assertThat(held.path()).isEqualTo(file));
        assertThat(InstalledJar.holding(null, directory + ":" + file)).isEmpty();
        assertThat(InstalledJar.holding(null, "")).isEmpty();
    }

    @Test
    void isTheSameWhileNobodyTouchesIt() {
        assertThat(jar.isOverwritten()).isFalse();
    }

    @Test
    void noticesAnotherContentInTheSameFile() throws Exception {
        Files.writeString(file, "new");

        assertThat(jar.isOverwritten()).isTrue();
    }

    /** {@code cp -p} keeps the time of its source, which may be any. */
    @Test
    void noticesAnotherSizeWithTheSameTime() throws Exception {
        Files.writeString(file, "newer");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));

        assertThat(jar.isOverwritten()).isTrue();
    }

    @Test
    void leavesAFileAloneThatTakesItsPlace() throws Exception {
        Path other = Files.writeString(directory.resolve("y.jar"), "new");
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(jar.isOverwritten()).isFalse();
    }

    @Test
    void leavesADeletedFileAlone() throws Exception {
        Files.delete(file);

        assertThat(jar.isOverwritten()).isFalse();
    }

    @Test
    void isNoneWhereClassesAreInADirectory() {
        assertThat(InstalledJar.of(directory)).isEmpty();
        assertThat(InstalledJar.ofThisProcess()).isEmpty();
    }

    @Test
    void itsWatcherTellsOfANewContent() throws Exception {
        BlockingQueue<Path> told = new LinkedBlockingQueue<>();
        JarWatcher watcher = JarWatcher.start(jar, Duration.ofMillis(1), told::add);
        Files.writeString(file, "newer");

        assertThat(told.take()).isEqualTo(file);
        watcher.close();
    }
}
