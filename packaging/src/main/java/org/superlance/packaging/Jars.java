package org.superlance.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The JARs of the packages: one with everything, and one for each command that only points to it. */
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

    /** A JAR that runs a class of another one, for {@code java -jar /usr/share/superlance/memmon.jar}. */
    static byte[] pointer(Tool tool, String classPath, Instant time) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, tool.mainClass());
        attributes.put(Attributes.Name.CLASS_PATH, classPath);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
            entry.setTimeLocal(time.atZone(ZoneOffset.UTC).toLocalDateTime());
            zip.putNextEntry(entry);
            manifest.write(zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
