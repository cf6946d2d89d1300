package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Loads these class files, and those of the tests for all others. */
final class ClassFiles extends ClassLoader {

    private final Map<String, byte[]> files;

    /** @param files content by name, such as {@code picocli/CommandLine.class} */
    ClassFiles(Map<String, byte[]> files) {
        super(ClassFiles.class.getClassLoader());
        this.files = files;
    }

    /** All files of the JAR or directory that a class comes from, by their names. */
    static Map<String, byte[]> besides(Class<?> one) throws IOException, URISyntaxException {
        Path place =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
            return below(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return below(jar.getPath("/"));
        }
    }

    /** The one of that name, where classes and libraries are searched for. */
    static byte[] content(String name) throws IOException {
        try (InputStream content = ClassFiles.class.getResourceAsStream("/" + name)) {
            return Objects.requireNonNull(content, name).readAllBytes();
        }
    }

    /** What names and texts are to be searched for in: constants are in it as they are. */
    static String text(byte[] classFile) {
        return new String(classFile, StandardCharsets.ISO_8859_1);
    }

    private static Map<String, byte[]> below(Path root) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile).sorted()::iterator) {
                files.put(root.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }

    /** Has the JVM verify a class file; what it refers to need not be there. */
    void verify(String file) throws ClassNotFoundException {
        try {
            Class<?> type = loadClass(file.replace('/', '.').replaceAll("\\.class$", ""));
            // a class is verified before it tells its methods
            assertThat(type.getDeclaredMethods()).isNotNull();
        } catch (NoClassDefFoundError e) {
            assertThat(e).as("of what need not be there").hasMessageMatching("(groovy|jakarta|javax|org)/.*");
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] file = files.get(name.replace('.', '/') + ".class");
        if (file == null) {
            return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? defineClass(name, file, 0, file.length) : loaded;
    }
}
