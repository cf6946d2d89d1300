package org.superlance.packaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The JARs of the packages. The same content makes the same JAR. */
final class Jars {

    private Jars() {}

    /** The JAR without the launcher that the build puts in front of it: {@code /usr/bin} has launchers of its own. */
    static byte[] withoutLauncher(byte[] jar) {
        for (int i = 0; i < jar.length - 4; i++) {
            if (jar[i] == 'P' && jar[i + 1] == 'K' && jar[i + 2] == 3 && jar[i + 3] == 4) {
                return Arrays.copyOfRange(jar, i, jar.length);
            }
        }
        throw new IllegalArgumentException("no JAR follows the launcher");
    }

    /**
     * A JAR with other content.
     *
     * @param change gets the entries in order, and returns them with others behind them
     * @param time of the entries that are new
     */
    static byte[] rewrite(byte[] jar, UnaryOperator<Map<String, byte[]>> change, Instant time) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Map<String, LocalDateTime> times = new HashMap<>();
        try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                entries.put(entry.getName(), from.readAllBytes());
                times.put(entry.getName(), entry.getTimeLocal());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LocalDateTime now = time.atZone(ZoneOffset.UTC).toLocalDateTime();
        return zip(change.apply(entries), name -> times.getOrDefault(name, now));
    }

    /** A JAR that runs a class of another one, for {@code java -jar /usr/share/superlance/memmon.jar}. */
    static byte[] launcherJar(Tool tool, String classPath, Instant time) {
        byte[] manifest =
                manifest(Map.of(Attributes.Name.MAIN_CLASS, tool.mainClass(), Attributes.Name.CLASS_PATH, classPath));
        return zip(new TreeMap<>(Map.of(JarFile.MANIFEST_NAME, manifest)), time);
    }

    private static byte[] manifest(Map<Attributes.Name, String> attributes) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach(manifest.getMainAttributes()::put);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            manifest.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The classes of a package below this one. */
    static byte[] jar(Path classes, String name, Instant time) throws IOException {
        Path directory =
                classes.resolve(Jars.class.getPackageName().replace('.', '/')).resolve(name);
        SortedMap<String, byte[]> entries = new TreeMap<>(Map.of(JarFile.MANIFEST_NAME, manifest(Map.of())));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return zip(entries, time);
    }

    private static byte[] zip(Map<String, byte[]> entries, Instant time) {
        LocalDateTime same = time.atZone(ZoneOffset.UTC).toLocalDateTime();
        return zip(entries, name -> same);
    }

    private static byte[] zip(Map<String, byte[]> entries, Function<String, LocalDateTime> time) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var entry : entries.entrySet()) {
                ZipEntry zipped = new ZipEntry(entry.getKey());
                zipped.setTimeLocal(time.apply(entry.getKey()));
                zip.putNextEntry(zipped);
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
