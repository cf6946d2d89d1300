package org.superlance.packaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.common.TypeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StackMapBackfillTest {

    private static final int JAVA_8 = 52;

    @ParameterizedTest
    @ValueSource(classes = {CommandLine.class, XmlRpcClient.class, TypeFactory.class, NamespaceContextImpl.class})
    void everyClassOfALibraryIsVerifiedByItsStackMaps(Class<?> ofLibrary) throws Exception {
        byte[] jar = Files.readAllBytes(Path.of(
                ofLibrary.getProtectionDomain().getCodeSource().getLocation().toURI()));

        Map<String, byte[]> renewed = entries(StackMapBackfill.backfill(jar));

        assertThat(renewed.keySet()).containsExactlyElementsOf(entries(jar).keySet());
        Classes classes = new Classes(renewed);
        for (String name : renewed.keySet()) {
            if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                assertThat(renewed.get(name)[7]).as(name).isEqualTo((byte) JAVA_8);
                classes.verify(name);
            }
        }
    }

    /** So that the test above can fail. */
    @Test
    void withoutStackMapsAClassOfTodayIsRefused() throws Exception {
        String name = "picocli/CommandLine.class";
        byte[] old = requireNonNull(CommandLine.class.getResourceAsStream("CommandLine.class"))
                .readAllBytes();
        old[7] = JAVA_8;

        assertThatThrownBy(() -> new Classes(Map.of(name, old)).verify(name)).isInstanceOf(VerifyError.class);
    }

    @Test
    void leavesAClassOfTodayAlone() throws Exception {
        byte[] ours = StackMapBackfillTest.class
                .getResourceAsStream("StackMapBackfill.class")
                .readAllBytes();

        assertThat(StackMapBackfill.backfillClass(ours)).isSameAs(ours);
    }

    private static Map<String, byte[]> entries(byte[] jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    /** These class files, and those of this test for all others. */
    private static final class Classes extends ClassLoader {

        private final Map<String, byte[]> files;

        Classes(Map<String, byte[]> files) {
            super(StackMapBackfillTest.class.getClassLoader());
            this.files = files;
        }

        void verify(String file) throws ClassNotFoundException {
            Class<?> type = loadClass(file.replace('/', '.').replaceAll("\\.class$", ""));
            try {
                // a class is verified before it tells its methods
                assertThat(type.getDeclaredMethods()).isNotNull();
            } catch (NoClassDefFoundError e) {
                assertThat(e).as("of what need not be there").hasMessageMatching("(groovy|javax|org)/.*");
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
}
