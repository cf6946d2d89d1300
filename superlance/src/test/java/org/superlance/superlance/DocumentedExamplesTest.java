package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

/** Every command that a document shows is one that its command line takes. */
class DocumentedExamplesTest extends CommandLineFixture {

    /** They would ask a supervisord; what they ask for is judged all the same. */
    private static final List<String> LEFT_OUT =
            List.of("--once", "--check", "--print-config", "--nagios", "--suggest");

    private static final Pattern MISSING_HERE = Pattern.compile("connection refused|cannot be reached|does not exist"
            + "|cannot be read|no such file|is not readable|cannot be used");

    @TempDir
    Path directory;

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Superlance.run(context, arguments);
    }

    static Stream<DocumentedExample> settings() {
        return DocumentedExample.settings();
    }

    static Stream<DocumentedExample> shell() {
        return DocumentedExample.shell();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void aSectionCanBePasted(DocumentedExample documentedExample) throws IOException {
        assertTaken(documentedExample.words());

        if (!documentedExample.events().isEmpty()) {
            assertThat(EventSubscription.parse(documentedExample.events())).isNotNull();
        }
    }

    /** Where there are no supervisord, receivers and files, that is all that is wrong. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void aSectionPassesTheCheck(DocumentedExample documentedExample) throws IOException {
        if (documentedExample.events().isEmpty()
                || documentedExample.words().get(0).equals("superlance")) {
            return;
        }
        Path file = Files.writeString(directory.resolve("supervisord.conf"), """
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
                [eventlistener:x]
                command=%s
                events=%s
                """.formatted(
                        nowhere(documentedExample.command()), documentedExample.events()));

        run(Map.of(), true, "--check", "-C", file.toString(), "--server-url", "http://127.0.0.1:1");

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .as(documentedExample + err.toString(StandardCharsets.UTF_8))
                .filteredOn(line -> line.startsWith("[") && !line.contains("] note: "))
                .allMatch(line -> MISSING_HERE.matcher(line).find());
        assertThat(out).asString().contains("1 of 1 listeners");
    }

    /** The same with receivers that refuse at once. */
    private static String nowhere(String command) {
        return command.replaceAll("--smtpHost[= ]\\S+", "--smtpHost 127.0.0.1:1")
                .replaceAll("(-H |--smtpHost=)\\S+", "$1127.0.0.1:1")
                .replaceAll("(--(?:webhook|alertmanager)[= ])https?://[^/ ]+", "$1http://127.0.0.1:1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shell")
    void aLineCanBeTypedIntoAShell(DocumentedExample documentedExample) throws IOException {
        assertTaken(documentedExample.words());
    }

    @Test
    void theExampleOfTheJavaLibraryCompiles() throws IOException {
        String page = Files.readString(DocumentedExample.ROOT.resolve("docs/process-monitor.md"));
        int start = page.indexOf("```java\n") + "```java\n".length();
        Path source = directory.resolve("Keeper.java");
        Files.writeString(source, page.substring(start, page.indexOf("```", start)));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        errors,
                        errors,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        directory.toString(),
                        source.toString());

        assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    }

    @Test
    void theExamplesAreFound() {
        assertThat(DocumentedExample.settings()).hasSizeGreaterThan(25);
        assertThat(DocumentedExample.shell()).hasSizeGreaterThan(5);
    }

    /** Without a supervisord that has started it, a listener whose options are right says what it is and ends. */
    private void assertTaken(List<String> words) throws IOException {
        boolean isForOperators = words.get(0).equals("superlance")
                && SuperlanceSubcommands.all().operatorNames().contains(words.get(1));
        if (isForOperators || words.subList(0, 2).equals(List.of("procmon", "run"))) {
            assertTakenWithoutRunning(words);
            return;
        }
        if (words.contains("--suggest")) {
            assertTakenWithoutRunning(words);
            return;
        }
        if (words.get(0).equals("superlance")
                && SuperlanceSubcommands.all().operatorNames().contains(words.get(1))) {
            List<String> asking = new ArrayList<>(words.subList(1, words.size()));
            asking.add("--help");
            assertThat(run(Map.of(), true, asking.toArray(String[]::new)))
                    .as(err.toString(StandardCharsets.UTF_8))
                    .isZero();
            return;
        }
        if (words.subList(0, 2).equals(List.of("superlance", "--check")) && words.contains("-C")) {
            // AllSectionsCheckTest runs it
            return;
        }
        int status = run(Map.of(), true, here(words));

        assertThat(err.toString(StandardCharsets.UTF_8))
                .as(String.join(" ", words))
                .contains(" is a supervisord event listener. Add it to supervisord.conf");
        assertThat(status).isEqualTo(2);
    }

    /** It would run what it is told to; its options are judged before its help is shown. */
    private void assertTakenWithoutRunning(List<String> words) {
        List<String> asking = new ArrayList<>(words);
        asking.add(2, "--help");

        List<String> ours = words.get(0).equals("superlance") ? asking.subList(1, asking.size()) : asking;
        assertThat(run(Map.of(), true, ours.toArray(String[]::new)))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    private String[] here(List<String> words) throws IOException {
        Path file = Files.writeString(
                directory.resolve("superlance.conf"), "[eventlistener:memmon]\ncommand=memmon\nevents=TICK_60\n");
        List<String> ours = words.get(0).equals("superlance") ? words.subList(1, words.size()) : words;
        return ours.stream()
                .filter(word -> !LEFT_OUT.contains(word))
                .map(word -> word.endsWith("superlance.conf") ? file.toString() : word)
                .toArray(String[]::new);
    }
}
