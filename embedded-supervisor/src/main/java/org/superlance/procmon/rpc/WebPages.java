package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.ProcessTable;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.procmon.rpc.HtmlTemplate.Html;
import org.superlance.procmon.rpc.MemoryReport.Memory;
import org.superlance.procmon.rpc.RpcMethods.RpcRequest;

/**
 * The pages for a browser: what runs, its logs, and forms to start and stop it. Without JavaScript they are for reading.
 *
 * <p>Source: the addresses of supervisord 4.2's pages; actions are taken by POST only.
 */
final class WebPages {

    private static final Logger LOG = LoggerFactory.getLogger(WebPages.class);
    private static final String INDEX = "/index.html";
    private static final int TAIL_BYTES = 32 * 1_024;
    private static final int MAX_MESSAGES = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** Nothing from elsewhere, nothing inline, and in no frame. The origin is sent with our own forms. */
    private static final String SECURITY =
            "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"
                    + "X-Content-Type-Options: nosniff\r\n"
                    + "X-Frame-Options: DENY\r\n"
                    + "Referrer-Policy: same-origin\r\n"
                    + "Cross-Origin-Resource-Policy: same-origin\r\n"
                    + "Cache-Control: no-store\r\n";

    /** In bytes: a row of the page, as often as it is copied on its way. */
    private static final int WRITTEN_ROW = 5 * 1_024;

    private final RpcMethods rpcMethods;
    private final MainLoopInvoker invoker;
    private final ProcessActions actions;
    private final RequestGuard guard;
    private final MemoryReport memoryReport = new MemoryReport(ProcessTable.ofThisMachine());
    private final String host;
    private final Clock clock;
    private final Messages messages = new Messages();

    /** Read for the first browser. */
    private static final class Templates {

        static final HtmlTemplate STATUS = HtmlTemplate.ofResource("status.html");
        static final HtmlTemplate ROW = HtmlTemplate.ofResource("row.html");
        static final HtmlTemplate TAIL = HtmlTemplate.ofResource("tail.html");
    }

    /** @param host the name of this machine, for people */
    WebPages(RpcMethods rpcMethods, MainLoopInvoker invoker, RequestGuard guard, String host, Clock clock) {
        this.rpcMethods = rpcMethods;
        this.invoker = invoker;
        this.actions = new ProcessActions(rpcMethods, invoker);
        this.guard = guard;
        this.host = host;
        this.clock = clock;
    }

    /** Answers a request for a page; empty for other paths. */
    Optional<HttpServerResponse> answer(HttpServerRequest request) throws InterruptedException {
        String path = request.target().split("\\?", 2)[0];
        boolean index = path.equals("/") || path.equals(INDEX);
        if (!index
                && !List.of("/tail.html", "/mainlog.html", "/page.css", "/page.js")
                        .contains(path)) {
            return Optional.empty();
        }
        if (!guard.isForThisServer(request)) {
            return Optional.of(refused(
                    request,
                    "this server does not know the name that it was asked under; use its address,"
                            + " or set username and password"));
        }
        boolean posted = request.is("POST");
        if (posted ? !index : !request.is("GET") && !request.is("HEAD")) {
            return Optional.of(HttpServerResponse.error(405, "Method Not Allowed"));
        }
        try {
            return Optional.of(
                    posted
                            ? act(request)
                            : switch (path) {
                                case "/tail.html" -> processLog(Form.ofQuery(request));
                                case "/mainlog.html" -> mainLog();
                                case "/page.css" -> file("text/css", "page.css");
                                case "/page.js" -> file("text/javascript", "page.js");
                                default -> status(Form.ofQuery(request));
                            });
        } catch (RpcFaultException e) {
            int code = e.fault() == Fault.BAD_NAME ? 404 : 503;
            return Optional.of(HttpServerResponse.error(code, code == 404 ? "Not Found" : e.text()));
        }
    }

    // Actions

    private HttpServerResponse act(HttpServerRequest request) throws InterruptedException {
        Form form = Form.ofBody(request);
        if (guard.isForeign(request)) {
            return refused(request, "it comes from a page of another site");
        }
        if (!guard.isToken(form.get("token"))) {
            return refused(request, "its page is of an earlier run of this server; load the page again");
        }
        String id = messages.add(actions.perform(form.get("action"), form.get("name")));
        return HttpServerResponse.page(
                303, "See Other", "Location: index.html?message=" + id + "\r\n" + SECURITY, new byte[0]);
    }

    private static HttpServerResponse refused(HttpServerRequest request, String why) {
        LOG.warn(
                "request refused: {}; host: {}, origin: {}",
                why,
                TextSanitizer.excerpt(request.header("Host").orElse("none")),
                TextSanitizer.excerpt(request.header("Origin").orElse("none")));
        return HttpServerResponse.error(403, "Forbidden: " + why);
    }

    // Pages

    private static HttpServerResponse file(String type, String name) {
        return HttpServerResponse.page(
                200, "OK", "Content-Type: " + type + "; charset=utf-8\r\n" + SECURITY, RpcResources.bytes(name));
    }

    private static HttpServerResponse html(Html page) {
        return HttpServerResponse.page(
                200,
                "OK",
                "Content-Type: text/html; charset=utf-8\r\n" + SECURITY,
                page.text().getBytes(UTF_8));
    }

    private HttpServerResponse status(Form query) throws RpcFaultException, InterruptedException {
        List<Map<?, ?>> processes = processes();
        rpcMethods.reserve((long) WRITTEN_ROW * processes.size());
        Map<String, Long> pids = new HashMap<>();
        for (Map<?, ?> process : processes) {
            long pid = number(process, "pid");
            if (pid > 0) {
                pids.put(nameOf(process), pid);
            }
        }
        Map<String, Memory> memory = memoryReport.of(pids, invoker.invoke(MemoryReport::files));
        String rows = processes.stream()
                .map(process -> row(process, Optional.ofNullable(memory.get(nameOf(process))))
                        .text())
                .collect(Collectors.joining());
        Map<String, Object> values = new HashMap<>();
        values.put("identifier", call("supervisor.getIdentification"));
        values.put("host", host);
        values.put("summary", summary(processes));
        values.put("message", messages.html(query.get("message")));
        values.put("token", guard.token());
        values.put("rows", new Html(rows));
        values.put("time", TIME.format(ZonedDateTime.now(clock)));
        return html(Templates.STATUS.fill(values));
    }

    private List<Map<?, ?>> processes() throws RpcFaultException, InterruptedException {
        List<?> all = (List<?>) call("supervisor.getAllProcessInfo");
        return all.stream().<Map<?, ?>>map(process -> (Map<?, ?>) process).toList();
    }

    private Html row(Map<?, ?> process, Optional<Memory> memory) {
        ProcessState state = state(process);
        String name = nameOf(process);
        long pid = number(process, "pid");
        Map<String, Object> values = new HashMap<>();
        values.put("name", shortName(process));
        values.put("link", URLEncoder.encode(name, UTF_8));
        values.put("state", state);
        values.put("css", css(state));
        values.put("pid", pid > 0 ? pid : "");
        values.put("uptime", uptime(process, state));
        values.put("label", state == ProcessState.RUNNING ? "Uptime" : "Reason");
        values.put("memory", memory.map(WebPages::memory).orElse(Html.NOTHING));
        values.put("token", guard.token());
        values.put("buttons", buttons(state));
        return Templates.ROW.fill(values);
    }

    private static String css(ProcessState state) {
        return switch (state) {
            case RUNNING -> "good";
            case FATAL, UNKNOWN -> "bad";
            case STARTING, BACKOFF, STOPPING -> "busy";
            case STOPPED, EXITED -> "off";
        };
    }

    /** The time since the start, or what is to be said instead. */
    private static String uptime(Map<?, ?> process, ProcessState state) {
        String description = String.valueOf(process.get("description"));
        int begin = description.indexOf("uptime ");
        return state == ProcessState.RUNNING && begin >= 0
                ? description.substring(begin + "uptime ".length())
                : description;
    }

    private static Html memory(Memory memory) {
        if (memory.limit().isEmpty()) {
            return Html.ofText(memory.used().toString());
        }
        String text = memory.used() + " of " + memory.limit().get();
        long limit = memory.limit().get().bytes();
        return new Html("<span>" + HtmlTemplate.escape(text) + "<meter min=\"0\" max=\"" + limit + "\" high=\""
                + limit / 10 * 9 + "\" value=\"" + memory.used().bytes() + "\">" + HtmlTemplate.escape(text)
                + "</meter></span>");
    }

    private static Html buttons(ProcessState state) {
        String first = switch (state) {
            case RUNNING, STARTING, BACKOFF -> button("restart", "Restart") + button("stop", "Stop");
            case STOPPING -> button("restart", "Restart");
            case STOPPED, EXITED, UNKNOWN -> button("start", "Start");
            // it may be waiting for its next start
            case FATAL -> button("start", "Start") + button("stop", "Stop");
        };
        return new Html(first + button("clear", "Clear"));
    }

    private static String button(String action, String text) {
        return "<button name=\"action\" value=\"" + action + "\">" + text + "</button>";
    }

    /** How many are in which state, what is wrong first. */
    private static String summary(List<Map<?, ?>> processes) {
        Map<ProcessState, Long> counts = processes.stream()
                .collect(Collectors.groupingBy(
                        WebPages::state,
                        () -> new TreeMap<>(
                                Comparator.comparingInt(ProcessState::code).reversed()),
                        Collectors.counting()));
        return processes.isEmpty()
                ? "No programs"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static ProcessState state(Map<?, ?> process) {
        return ProcessState.valueOf(String.valueOf(process.get("statename")));
    }

    // Logs

    private HttpServerResponse processLog(Form query) throws RpcFaultException, InterruptedException {
        String name = query.get("processname");
        boolean stderr = query.get("channel").equals("stderr");
        Map<?, ?> process = (Map<?, ?>) call("supervisor.getProcessInfo", name);
        boolean followed = !String.valueOf(process.get(stderr ? "stderr_logfile" : "stdout_logfile"))
                .isEmpty();
        List<?> text = (List<?>) call(
                stderr ? "supervisor.tailProcessStderrLog" : "supervisor.tailProcessStdoutLog", name, 0, TAIL_BYTES);
        String link = URLEncoder.encode(nameOf(process), UTF_8);
        Html channels = new Html(channel(link, "stdout", !stderr) + channel(link, "stderr", stderr));
        return tail(
                shortName(process) + (stderr ? " (stderr)" : " (stdout)"),
                channels,
                followed ? "logtail/" + link.replace("+", "%20") + (stderr ? "/stderr" : "/stdout") : "",
                String.valueOf(text.get(0)));
    }

    private static String channel(String link, String channel, boolean shown) {
        return "<a class=\"button\" href=\"tail.html?processname=" + HtmlTemplate.escape(link) + "&amp;channel="
                + channel + "\"" + (shown ? " aria-current=\"page\"" : "") + ">" + channel + "</a> ";
    }

    private HttpServerResponse mainLog() throws RpcFaultException, InterruptedException {
        boolean followed = invoker.invoke(
                        server -> LogMethods.ownLog(server.configuration().daemon()))
                .isPresent();
        String text = followed ? String.valueOf(call("supervisor.readLog", -TAIL_BYTES, 0)) : "";
        return tail("Server log", Html.NOTHING, followed ? "mainlogtail" : "", text);
    }

    private HttpServerResponse tail(String title, Html channels, String follow, String text) {
        return html(Templates.TAIL.fill(Map.of(
                "title",
                title,
                "channels",
                channels,
                "follow",
                follow,
                "note",
                follow.isEmpty() ? "There is no log file." : "The end of the log.",
                "text",
                text)));
    }

    // Calls

    private Object call(String method, Object... parameters) throws RpcFaultException, InterruptedException {
        return rpcMethods.call(new RpcRequest(method, List.of(parameters)));
    }

    private static String nameOf(Map<?, ?> process) {
        return process.get("group") + ":" + process.get("name");
    }

    /** As supervisorctl shows it. */
    private static String shortName(Map<?, ?> process) {
        String name = String.valueOf(process.get("name"));
        return name.equals(process.get("group")) ? name : nameOf(process);
    }

    private static long number(Map<?, ?> process, String key) {
        return process.get(key) instanceof Integer number ? number : 0;
    }

    /**
     * What came of an action.
     *
     * @param done whether it was done
     * @param sentence for the operator
     */
    record Outcome(boolean done, String sentence) {}

    /** The outcomes of the last actions, until their pages have been loaded. */
    private static final class Messages {

        private final Map<String, Outcome> recent = new LinkedHashMap<>();

        synchronized String add(Outcome outcome) {
            String id = UUID.randomUUID().toString();
            recent.put(id, outcome);
            if (recent.size() > MAX_MESSAGES) {
                recent.remove(recent.keySet().iterator().next());
            }
            return id;
        }

        synchronized Html html(String id) {
            Outcome outcome = recent.get(id);
            return outcome == null
                    ? Html.NOTHING
                    : new Html("<p class=\"message" + (outcome.done() ? "" : " bad") + "\" role=\"status\">"
                            + HtmlTemplate.escape(outcome.sentence()) + "</p>");
        }
    }

    /** The fields of a form, or of a query. */
    record Form(Map<String, String> fields) {

        private static final int MAX_FIELDS = 20;

        static Form ofQuery(HttpServerRequest request) {
            String[] parts = request.target().split("\\?", 2);
            return parts.length < 2 ? new Form(Map.of()) : of(parts[1]);
        }

        static Form ofBody(HttpServerRequest request) {
            return of(new String(request.body(), UTF_8));
        }

        private static Form of(String encoded) {
            Map<String, String> fields = new HashMap<>();
            for (String field : encoded.split("&", MAX_FIELDS)) {
                String[] parts = field.split("=", 2);
                if (parts.length == 2) {
                    fields.putIfAbsent(decode(parts[0]), decode(parts[1]));
                }
            }
            return new Form(fields);
        }

        private static String decode(String text) {
            try {
                return URLDecoder.decode(text, UTF_8);
            } catch (IllegalArgumentException e) {
                return "";
            }
        }

        /** Empty if it is missing. */
        String get(String name) {
            return fields.getOrDefault(name, "");
        }
    }
}
