package org.superlance.superlance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.superlance.listener.config.CommandLineSplitter;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.IniFile;
import org.superlance.listener.config.IniSection;

/**
 * A command that a document shows.
 *
 * @param place the document and the line, for people
 * @param command as it is written there
 * @param words the command and its options
 * @param events what its section subscribes to; empty if the document shows no whole section
 */
record DocumentedExample(String place, String command, List<String> words, String events) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String NAMES =
            String.join("|", SuperlanceSubcommands.all().names()) + "|superlance";
    private static final Pattern SHELL = Pattern.compile("\\s*\\$ ((?:" + NAMES + ") .*)");
    private static final Pattern INLINE = Pattern.compile("`((?:" + NAMES + ") -[^`\\[\\]…]*)`");

    /** Those in blocks of settings, and those of the packages. */
    static Stream<DocumentedExample> settings() {
        return Stream.concat(documents().flatMap(DocumentedExample::settingsOf), packaged());
    }

    /** Those after a {@code $}, and those within sentences. */
    static Stream<DocumentedExample> shell() {
        return documents().flatMap(document -> {
            List<DocumentedExample> found = new ArrayList<>();
            List<String> lines = lines(document);
            for (int i = 0; i < lines.size(); i++) {
                String place = document.getFileName() + ":" + (i + 1);
                for (Pattern pattern : List.of(SHELL, INLINE)) {
                    Matcher matcher = pattern.matcher(lines.get(i));
                    while (matcher.find()) {
                        String command = matcher.group(1);
                        found.add(new DocumentedExample(place, command, CommandLineSplitter.split(command), ""));
                    }
                }
            }
            return found.stream();
        });
    }

    private static Stream<Path> documents() {
        return Stream.concat(
                Stream.of(ROOT.resolve("README.md")),
                list(ROOT.resolve("docs")).filter(file -> file.toString().endsWith(".md")));
    }

    private static Stream<DocumentedExample> packaged() {
        return list(ROOT.resolve("packaging/src/main/examples"))
                .flatMap(file -> pieces(
                        file.getFileName() + ":", lines(file), 0, lines(file).size()));
    }

    private static Stream<DocumentedExample> settingsOf(Path document) {
        List<String> lines = lines(document);
        Stream<DocumentedExample> all = Stream.empty();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("```ini")) {
                int end = i + 1;
                while (!lines.get(end).strip().equals("```")) {
                    end++;
                }
                all = Stream.concat(all, pieces(document.getFileName() + ":", lines, i + 1, end));
                i = end;
            }
        }
        return all;
    }

    /** A section each; documents also show one with several values for {@code command=}, or the line alone. */
    private static Stream<DocumentedExample> pieces(String place, List<String> lines, int from, int to) {
        List<DocumentedExample> found = new ArrayList<>();
        String section = "[eventlistener:example]";
        for (int i = from; i < to; i++) {
            if (lines.get(i).startsWith("[")) {
                section = lines.get(i);
            }
            if (lines.get(i).startsWith("command=")) {
                int end = i + 1;
                while (end < to
                        && !lines.get(end).startsWith("[")
                        && !lines.get(end).startsWith("command=")) {
                    end++;
                }
                documentedExample(place + (i + 1), section, lines.subList(i, end))
                        .forEach(found::add);
            }
        }
        return found.stream();
    }

    private static Stream<DocumentedExample> documentedExample(String place, String section, List<String> lines) {
        if (!section.startsWith("[eventlistener:")) {
            return Stream.empty();
        }
        try {
            Path file = Files.createTempFile("example", ".conf");
            try {
                Files.writeString(file, section + "\n" + String.join("\n", lines) + "\n");
                IniSection read = IniFile.read(file, Map.of(), "vm")
                        .sectionsOf("eventlistener")
                        .get(0);
                return Stream.of(new DocumentedExample(
                        place,
                        read.raw("command").orElseThrow(),
                        CommandLineSplitter.split(read.get("command").orElseThrow()),
                        read.get("events").orElse("")));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException | ConfigException e) {
            throw new AssertionError(place, e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return place + " " + command;
    }
}
