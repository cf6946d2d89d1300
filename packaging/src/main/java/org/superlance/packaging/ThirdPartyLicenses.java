package org.superlance.packaging;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The libraries that are in the packages.
 *
 * @param jars as they came from their makers
 */
record ThirdPartyLicenses(List<Path> jars) {

    private static final String CHANGE_NOTICE = """
            ==== changed by superlance for Java

            The class files of picocli, of Apache XML-RPC and of its utilities that had no stack maps have been given such,
            for the JVM's verifier. Their code is unchanged.

            """;

    /** Those that the JAR has classes of, from among those that this program was started with. */
    static ThirdPartyLicenses in(Path jar) {
        Set<String> classes = classes(jar);
        return new ThirdPartyLicenses(
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(path -> path.toString().endsWith(".jar"))
                        .filter(path -> !Collections.disjoint(classes(path), classes))
                        .sorted()
                        .toList());
    }

    private static Set<String> classes(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/") && name.indexOf('/') >= 0)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every licence and notice that they bring with them, the same text once, below the names of those that have it. */
    String notices() {
        Map<String, SortedSet<String>> owners = new LinkedHashMap<>();
        for (Path jar : jars) {
            texts(jar)
                    .forEach(text -> owners.computeIfAbsent(text, unseen -> new TreeSet<>())
                            .add(jar.getFileName().toString()));
        }
        StringBuilder notices = new StringBuilder(CHANGE_NOTICE);
        owners.forEach((text, names) -> notices.append("==== ")
                .append(String.join(", ", names))
                .append("\n\n")
                .append(text.strip())
                .append("\n\n"));
        return notices.toString();
    }

    private static List<String> texts(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.stream()
                    .filter(entry -> isNotice(entry.getName().toUpperCase(Locale.ROOT)))
                    .map(entry -> text(jar, entry))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNotice(String name) {
        return name.matches("META-INF/(LICENSE|NOTICE)(\\.(MD|TXT))?");
    }

    private static String text(JarFile jar, JarEntry entry) {
        try {
            return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
