package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.testkit.PackagedCommand;

/** What a listener does without until it is ready. Times differ from machine to machine; what is loaded does not. */
class ReadyIT {

    /** Loaded for what comes right before READY. */
    private static final String LAST = "org.superlance.listener.event.EventListenerProtocol";

    private static final List<String> LATER = List.of(
            "ch.qos.logback.classic.LoggerContext",
            "jakarta.mail.Session",
            "jakarta.mail.internet.InternetAddress",
            "java.lang.reflect.Proxy",
            "java.time.zone.TzdbZoneRulesProvider",
            "java.text.DecimalFormatSymbols",
            "javax.net.ssl.SSLContext",
            "org.apache.xmlrpc.client.XmlRpcClient",
            "org.slf4j.LoggerFactory");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memmon -a 200MB -m ops@example.com --webhook https://hooks.example.com/x",
                "httpok -p web -m ops@example.com http://localhost:8080/",
                "timemon -g web -i hour -n 3",
                "oome_monitor all",
                "crashmail -m ops@example.com",
                "crashmailbatch -t ops@example.com -f supervisord@example.com",
                "fatalmailbatch -t ops@example.com -f supervisord@example.com",
                "crashsms -t ops@example.com -f supervisord@example.com",
                "procmon watch -a"
            })
    void isReadyBeforeAnythingIsLoadedThatIsNeededLater(String commandLine) throws Exception {
        List<String> words = new ArrayList<>(List.of(commandLine.split(" ")));
        words.set(0, PackagedCommand.file(words.get(0)).toString());
        Path loaded = directory.resolve("loaded");
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of(
                        "SUPERVISOR_SERVER_URL", "unix:///nonexistent.sock",
                        "SUPERVISOR_PROCESS_NAME", "x",
                        "SUPERVISOR_GROUP_NAME", "x",
                        "SUPERLANCE_JAVA_OPTS", "-Xlog:class+load:file=" + loaded + ":none"));
        Process process = builder.start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("READY");
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        assertThat(classes(loaded).takeWhile(name -> !name.equals(LAST)))
                .contains("picocli.CommandLine")
                .doesNotContainAnyElementsOf(LATER);
        assertThat(classes(loaded)).contains("org.slf4j.LoggerFactory");
    }

    private static Stream<String> classes(Path log) throws Exception {
        return Files.readAllLines(log).stream().map(line -> line.split(" ", 2)[0]);
    }
}
