package org.superlance.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** Lays out everything that the packages install. Run by the build. */
public final class Packaging {

    private static final String SHARE = "/usr/share/superlance/";

    private final Path sources;
    private final Path top;
    private final InstalledFiles files;
    private final String version;
    private final Instant time;

    private Packaging(Path module, Path root, String version, Instant time) {
        this.sources = module.resolve("src/main");
        this.top = module.resolveSibling(".");
        this.files = new InstalledFiles(root);
        this.version = version;
        this.time = time;
    }

    /** @param arguments the module's directory, the root to lay out, the version, the time of the build */
    public static void main(String[] arguments) throws IOException {
        new Packaging(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2], Instant.parse(arguments[3])).layOut();
    }

    private void layOut() throws IOException {
        for (Tool tool : Tool.ALL) {
            command(tool);
            help(tool);
        }
        files.put(
                SHARE + "superlance.jar",
                Jars.withoutLauncher(Files.readAllBytes(top.resolve("superlance/target/superlance.jar"))));
        files.put(
                SHARE + "launcher.sh",
                read(top.resolve("listener-core/src/main/resources/org/superlance/listener/launcher.sh")));
    }

    private void command(Tool tool) throws IOException {
        files.put(
                "/usr/bin/" + tool.name(),
                read(sources.resolve("sh/command.sh")).replace("@main@", tool.mainClass()));
        if (!tool.name().equals("superlance")) {
            files.put(SHARE + tool.name() + ".jar", Jars.pointer(tool, "superlance.jar", time));
        }
    }

    private void help(Tool tool) throws IOException {
        CommandSpec spec = tool.spec();
        files.putCompressed("/usr/share/man/man1/" + tool.name() + ".1", manPage(tool, spec));
        files.put(
                "/usr/share/bash-completion/completions/" + tool.name(),
                AutoComplete.bash(tool.name(), spec.commandLine()));
        files.put("/usr/share/zsh/site-functions/_" + tool.name(), ZshCompletion.of(spec));
        files.put("/usr/share/doc/superlance-java/examples/" + tool.name() + ".conf", example(tool));
    }

    private String manPage(Tool tool, CommandSpec spec) throws IOException {
        String heading = "\"%s\" \"superlance for Java %s\" \"User commands\""
                .formatted(time.atZone(ZoneOffset.UTC).toLocalDate(), version);
        List<String> others = Tool.ALL.stream().map(Tool::name).toList();
        return ManPage.of(spec, heading, read(sources.resolve("man/common.man")), example(tool), others);
    }

    private String example(Tool tool) throws IOException {
        return read(sources.resolve("examples/" + tool.name() + ".conf"));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
