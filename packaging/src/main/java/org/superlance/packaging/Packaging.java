package org.superlance.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** Lays out everything that the packages install. Run by the build. */
public final class Packaging {

    private static final String SHARE = "/usr/share/superlance/";
    private static final String DOC = "/usr/share/doc/superlance-java/";

    /** Ours, and those of the libraries that make dynamic calls in each process. */
    private static final List<String> INLINED = List.of("org/superlance/", "ch/qos/logback/", "org/slf4j/");

    private final Path project;
    private final Path sources;
    private final InstalledFiles files;
    private final String version;
    private final Instant time;

    private Packaging(Path project, Path root, String version, Instant time) {
        this.project = project;
        this.sources = project.resolve("packaging/src/main");
        this.files = new InstalledFiles(root);
        this.version = version;
        this.time = time;
    }

    /** @param arguments the project's directory, the root to lay out, the version, the time of the build */
    public static void main(String[] arguments) throws IOException {
        new Packaging(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2], Instant.parse(arguments[3])).layOut();
    }

    private void layOut() throws IOException {
        programs();
        for (Tool tool : Tool.ALL) {
            command(tool);
            help(tool);
        }
        documents();
    }

    private void programs() throws IOException {
        files.put(
                SHARE + "superlance.jar", Jars.rewrite(Jars.withoutLauncher(bytes(all())), Packaging::quickened, time));
        files.put(SHARE + "rehearsal.jar", Jars.jar(project.resolve("packaging/target/classes"), "cds", time));
        files.put(SHARE + "class-archive", text(sources.resolve("sh/class-archive.sh")));
        files.put(SHARE + "launcher.sh", withoutHashbang(text(sources.resolve("sh/launcher.sh"))));
    }

    /**
     * Has the JVM do less at each start: see {@link StackMapBackfill}, {@link NegationDeferral}, {@link ConverterPruning},
     * {@link ProviderLookup}, {@link DynamicCallInlining} and {@link LocalVariableTables}.
     */
    private static Map<String, byte[]> quickened(Map<String, byte[]> jar) {
        return LocalVariableTables.drop(DynamicCallInlining.inline(
                StackMapBackfill.backfill(ProviderLookup.adapt(ConverterPruning.prune(NegationDeferral.defer(jar)))),
                name -> name.endsWith(".class") && INLINED.stream().anyMatch(name::startsWith)));
    }

    private Path all() {
        return project.resolve("superlance/target/superlance.jar");
    }

    private void command(Tool tool) throws IOException {
        files.put(
                "/usr/bin/" + tool.name(),
                text(sources.resolve("sh/command.sh")).replace("@main@", tool.mainClass()));
        if (!tool.isWhole()) {
            files.put(SHARE + tool.name() + ".jar", Jars.launcherJar(tool, "superlance.jar", time));
        }
    }

    private void help(Tool tool) throws IOException {
        CommandSpec spec = tool.spec();
        String example = text(sources.resolve("examples/" + tool.name() + ".conf"));
        files.putCompressed("/usr/share/man/man1/" + tool.name() + ".1", manPage(spec, example));
        files.put(
                "/usr/share/bash-completion/completions/" + tool.name(),
                withoutHashbang(
                        AutoComplete.bash(tool.name(), tool.completionSpec().commandLine())));
        files.put("/usr/share/zsh/vendor-completions/_" + tool.name(), ZshCompletion.of(tool.completionSpec()));
        files.put(DOC + "examples/" + tool.name() + ".conf", example);
    }

    private String manPage(CommandSpec spec, String example) throws IOException {
        String heading = "\"%s\" \"superlance for Java %s\" \"User commands\""
                .formatted(time.atZone(ZoneOffset.UTC).toLocalDate(), version);
        List<String> commands = Tool.ALL.stream().map(Tool::name).toList();
        return ManPage.of(spec, heading, text(sources.resolve("man/common.man")), example, commands);
    }

    private void documents() throws IOException {
        files.put("/usr/share/lintian/overrides/superlance-java", text(sources.resolve("deb/lintian-overrides")));
        files.put(DOC + "copyright", text(sources.resolve("doc/copyright")));
        files.putCompressed(
                DOC + "third-party-notices", ThirdPartyLicenses.in(all()).notices());
        files.putCompressed(DOC + "changelog", text(project.resolve("CHANGELOG.md")));
        files.putCompressed(DOC + "changelog.Debian", debianChangelog());
        try (Stream<Path> pages = Files.list(project.resolve("docs"))) {
            pages.filter(Files::isRegularFile).forEach(page -> files.put(DOC + page.getFileName(), bytes(page)));
        }
    }

    /** The changelog that Debian's tools read: of the package, not of the program. */
    private String debianChangelog() {
        return """
                superlance-java (%s) unstable; urgency=medium

                  * What changed for users is in changelog.gz.

                 -- superlance for Java <maintainers@superlance.invalid>  %s
                """.formatted(
                        version,
                        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
                                .format(time.atOffset(ZoneOffset.UTC)));
    }

    /** Of a file that is only read by shells that run already. */
    private static String withoutHashbang(String script) {
        return script.substring(script.indexOf('\n') + 1);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files that are installed, laid out below a directory as they lie below {@code /} afterwards. */
    private static final class InstalledFiles {

        /** Where the header says how well it is compressed (RFC 1952), which Java leaves open and Debian's tools read. */
        private static final int EXTRA_FLAGS = 8;

        private static final byte BEST_COMPRESSION = 2;

        private final Path root;

        InstalledFiles(Path root) {
            this.root = root;
        }

        /** @param path absolute, as it is after the installation */
        void put(String path, byte[] content) {
            Path file = root.resolve(path.substring(1));
            try {
                Files.createDirectories(file.getParent());
                Files.write(file, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void put(String path, String content) {
            put(path, content.getBytes(StandardCharsets.UTF_8));
        }

        /** Without a time stamp or a name in it, so that the same content makes the same file. */
        void putCompressed(String path, String content) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new BestCompressionStream(bytes)) {
                gzip.write(content.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            byte[] compressed = bytes.toByteArray();
            compressed[EXTRA_FLAGS] = BEST_COMPRESSION;
            put(path + ".gz", compressed);
        }

        private static final class BestCompressionStream extends GZIPOutputStream {

            BestCompressionStream(ByteArrayOutputStream out) throws IOException {
                super(out);
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }
    }
}
