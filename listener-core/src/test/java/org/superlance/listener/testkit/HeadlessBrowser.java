package org.superlance.listener.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Chromium without a window, with one page, driven over its DevTools protocol. */
public final class HeadlessBrowser implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium-headless-shell", "chromium");
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    private final Process process;
    private final WebSocket socket;
    private final String session;
    private final AtomicInteger calls = new AtomicInteger();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final Map<Integer, CompletableFuture<String>> answers = new ConcurrentHashMap<>();

    private HeadlessBrowser(Process process, URI address) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Answers())
                .join();
        String target = field(call("Target.createTarget", "{\"url\":\"about:blank\"}", ""), "targetId");
        this.session = field(
                call("Target.attachToTarget", "{\"flatten\":true,\"targetId\":\"" + target + "\"}", ""), "sessionId");
    }

    /** Skips the test where none is installed. */
    public static HeadlessBrowser start(Path directory) {
        Optional<Path> program = NAMES.stream()
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), "no Chromium: install chromium-headless-shell");
        try {
            Process process = new ProcessBuilder(
                            program.orElseThrow().toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + directory)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new HeadlessBrowser(process, address(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI address(Process process) throws IOException {
        CompletableFuture<URI> address = new CompletableFuture<>();
        BufferedReader lines = process.errorReader(UTF_8);
        Thread reader = new Thread(() -> read(lines, address), "stderr of Chromium");
        reader.setDaemon(true);
        reader.start();
        return get(address);
    }

    private static void read(BufferedReader lines, CompletableFuture<URI> address) {
        StringBuilder all = new StringBuilder();
        lines.lines().forEach(line -> {
            all.append(line).append('\n');
            Matcher found = LISTENING.matcher(line);
            if (found.find()) {
                address.complete(URI.create(found.group(1)));
            }
        });
        address.completeExceptionally(new IllegalStateException("Chromium has ended: " + all));
    }

    public void open(String url) {
        call("Page.navigate", "{\"url\":\"" + url + "\"}", session);
    }

    /** The value of an expression as text; empty while there is none, as when a page is just being loaded. */
    public String evaluate(String expression) {
        String text = expression.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        String answer = call("Runtime.evaluate", "{\"expression\":\"String(" + text + ")\"}", session);
        return answer.contains("\"exceptionDetails\"") ? "" : field(answer, "value");
    }

    /** Waits until the expression is true. */
    public void await(String what, String expression) {
        Await.until(
                what, () -> evaluate(expression).equals("true"), () -> evaluate("document.documentElement.innerText"));
    }

    /** Begins to note what the console of the page shows as an error. */
    public void watchConsole() {
        call("Log.enable", "{}", session);
        call("Runtime.enable", "{}", session);
    }

    /** What a console has shown as errors and warnings since {@link #watchConsole}, and exceptions. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * Has the page that size.
     *
     * @param dark whether the user prefers dark colours
     */
    public void resize(int width, int height, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":false}",
                session);
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"}]}",
                session);
    }

    private String call(String method, String parameters, String to) {
        int id = calls.incrementAndGet();
        CompletableFuture<String> answer = new CompletableFuture<>();
        answers.put(id, answer);
        String target = to.isEmpty() ? "" : ",\"sessionId\":\"" + to + "\"";
        socket.sendText(
                        "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + target + "}",
                        true)
                .join();
        return get(answer);
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String field(String json, String name) {
        Matcher found =
                Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        return found.find() ? found.group(1) : "";
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    private final class Answers implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                Matcher id = ID.matcher(text);
                if (text.indexOf("{\"id\":") == 0 && id.find()) {
                    CompletableFuture<String> waiting = answers.remove(Integer.valueOf(id.group(1)));
                    if (waiting != null) {
                        waiting.complete(text.toString());
                    }
                }
                if (text.indexOf("\"Log.entryAdded\"") >= 0
                        || text.indexOf("\"Runtime.consoleAPICalled\"") >= 0
                        || text.indexOf("\"Runtime.exceptionThrown\"") >= 0) {
                    problems.add(text.toString());
                }
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.allOf();
        }
    }
}
