package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(1) // takes long
class PackagesIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** Of another release, as {@code bin/test --debian} adds them to it. */
    private static final String[] CHECKERS = {"lintian", "rpm", "rpmlint"};

    @TempDir
    private Path directory;

    @Test
    void debIsInstalledUsedAsTheReadmeSaysUpgradedRemovedAndPurged() throws Exception {
        Path section = directory.resolve("section.conf");
        Files.writeString(section, sectionOfTheReadme());
        CleanRoot root = new CleanRoot(directory);

        Map<String, List<String>> steps =
                root.run("deb.sh", List.of(only(".deb"), section), "chroot", ".", "sh", "-eu", "/files/deb.sh");

        assertThat(steps.get("dependencies")).containsExactly("superlance-java");
        // and what is kept for the operator is empty
        assertThat(steps.get("install"))
                .containsExactly("install ok installed", "drwxr-x--- root /var/lib/superlance", "1");
        assertThat(steps.get("use")).first().isEqualTo("RUNNING");
        assertThat(steps.get("use")).element(1).asString().isNotEqualTo("0");
        assertThat(steps.get("use")).last().asString().startsWith("memmon ");
        assertThat(steps.get("stale"))
                .filteredOn(line -> !line.contains(" INFO  memmon "))
                .containsExactly("READY", "READY", "READY");
        assertThat(steps.get("java")).containsExactly("1");
        assertThat(steps.get("upgrade")).containsExactly("RUNNING");
        assertThat(steps.get("rights")).containsExactly("drwxr-xr-x root /var/cache/superlance");
        assertThat(steps.get("interrupted")).containsExactly("ended with 1", "0");
        assertThat(steps.get("remove")).containsExactly("0", "/var/lib/superlance");
        assertThat(steps.get("purge")).containsExactly("Shut down");
        assertThat(root.changed())
                .filteredOn(file -> !file.startsWith("/files/") && !file.startsWith("/var/log/"))
                .noneMatch(file -> file.contains("superlance"))
                .noneMatch(file -> Tool.ALL.stream().anyMatch(tool -> file.endsWith("/" + tool.name())));
    }

    @Test
    void rpmIsInstalledUpgradedAndRemoved() throws Exception {
        Map<String, List<String>> steps = CleanRoot.isOfAnotherRelease()
                ? new CleanRoot(directory, CHECKERS)
                        .run("rpm.sh", List.of(only(".rpm")), "chroot", ".", "sh", "-eu", "files/rpm.sh")
                : new CleanRoot(directory).run("rpm.sh", List.of(only(".rpm")), "sh", "-eu", "files/rpm.sh");

        assertThat(steps.get("install"))
                .startsWith("drwxr-x--- root var/lib/superlance", "1")
                .last()
                .asString()
                .startsWith("memmon ");
        assertThat(steps.get("upgrade")).containsExactly("1");
        // the state of the listener that ran is left, as the document on installing says
        assertThat(steps.get("remove")).containsExactly("ended with 143", "var/lib/superlance");
    }

    @Test
    void lintianAndRpmlintFindNothingWrong() throws Exception {
        Shell lintian = check(List.of("lintian", "--fail-on", "error,warning", "--allow-root"), only(".deb"));
        Shell rpmlint = check(List.of("rpmlint", "-c"), Path.of("src/main/rpm/rpmlint.toml"), only(".rpm"));

        assertThat(lintian.status()).as(lintian.output()).isZero();
        assertThat(rpmlint.output()).contains(" 0 errors");
    }

    /** Runs a checker of packages with the files as its last arguments: that of this machine, or of the other release. */
    private Shell check(List<String> command, Path... files) throws Exception {
        boolean isOfThisMachine = !CleanRoot.isOfAnotherRelease();
        List<String> line = new ArrayList<>(isOfThisMachine ? List.of() : List.of("chroot", "."));
        line.addAll(command);
        for (Path file : files) {
            line.add(isOfThisMachine ? file.toString() : "/files/" + file.getFileName());
        }
        String[] all = line.toArray(String[]::new);
        return isOfThisMachine
                ? Shell.run(all)
                : new CleanRoot(directory.resolve(command.get(0)), CHECKERS).shell(List.of(files), all);
    }

    /** The first section that can be pasted from the page that everybody sees first. */
    private static String sectionOfTheReadme() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        int start = readme.indexOf("[eventlistener:memmon]");
        return readme.substring(start, readme.indexOf("```", start));
    }

    /** The package that has been built. */
    static Path only(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findAny()
                    .orElseThrow();
        }
    }
}
