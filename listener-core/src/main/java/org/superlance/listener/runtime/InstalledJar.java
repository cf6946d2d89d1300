package org.superlance.listener.runtime;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.CodeSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JAR that this process runs. The JVM reads classes from it when they are first used. If another content is copied into
 * the same file meanwhile, every class that is not loaded yet is missing from then on, and nothing brings it back but a new
 * process. A file that takes its place, by {@code mv}, {@code install} or a package manager, does no harm: this process
 * keeps the old one.
 */
final class InstalledJar {

    private final Path path;
    private final Content content;

    private InstalledJar(Path path, Content content) {
        this.path = path;
        this.content = content;
    }

    /** What tells one content of the file from another. */
    private record Content(@Nullable Object file, long size, FileTime changed) {

        static Content of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Content(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
        }
    }

    /** The one that holds this class, as it is now; empty where classes are not in a JAR, such as in a test. */
    static Optional<InstalledJar> ofThisProcess() {
        return holding(
                InstalledJar.class.getProtectionDomain().getCodeSource(), System.getProperty("java.class.path", ""));
    }

    /**
     * @param source where the class is from; null if the JVM's own loader has it, as in the commands of the packages
     * @param classPath which names the same JAR then, and nothing else
     */
    static Optional<InstalledJar> holding(@Nullable CodeSource source, String classPath) {
        try {
            return of(
                    source == null
                            ? Path.of(classPath)
                            : Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    /** That file as it is now; empty if it is none. */
    static Optional<InstalledJar> of(Path path) {
        try {
            return Files.isRegularFile(path) ? Optional.of(new InstalledJar(path, Content.of(path))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Path path() {
        return path;
    }

    /** Whether this file has another content now. False if it was deleted, or another file has taken its place. */
    boolean isOverwritten() {
        try {
            Content now = Content.of(path);
            return Objects.equals(now.file(), content.file()) && !now.equals(content);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it has the same content as that one: it is not being written any more. */
    boolean isSameAs(InstalledJar other) {
        return content.equals(other.content);
    }
}
