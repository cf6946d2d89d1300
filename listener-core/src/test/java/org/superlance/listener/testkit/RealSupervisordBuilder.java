package org.superlance.listener.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a {@link RealSupervisord} is to run. */
public final class RealSupervisordBuilder {

    private final Path directory;
    private final List<String> sections = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String settings = "";
    private @Nullable ReservedPort port;
    private RealSupervisord.Login login = RealSupervisord.Login.USUAL;
    private UnaryOperator<List<String>> launcher = TestedServer::command;

    RealSupervisordBuilder(Path directory) {
        this.directory = directory;
    }

    /**
     * Adds a section such as {@code program:web}, its lines as they are. A program or event listener without
     * {@code stderr_logfile} or {@code stdout_logfile} gets one that {@link RealSupervisord#stderrOf} reads. An event
     * listener without {@code buffer_size} gets one that no ticks fill while a busy machine starts it.
     */
    public RealSupervisordBuilder section(String name, String... lines) {
        sections.add(sectionText(name, List.of(lines)));
        return this;
    }

    /** Adds lines to the section {@code [supervisord]}; a later line of the same key wins. */
    public RealSupervisordBuilder settings(String... lines) {
        settings += String.join("\n", lines) + "\n";
        return this;
    }

    /** Gives supervisord, and so everything under it, an environment variable. */
    public RealSupervisordBuilder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Lets in somebody else than usual. */
    public RealSupervisordBuilder login(String user, String password) {
        login = new RealSupervisord.Login(user, password);
        return this;
    }

    /** Makes it listen on a free port of the loopback interface too. */
    public RealSupervisordBuilder inet() {
        port = new ReservedPort();
        return this;
    }

    /**
     * Makes another server take the place of supervisord: it must understand the same configuration.
     *
     * @param command from {@code [supervisord, -n, -c, FILE]} to the command to start instead
     */
    public RealSupervisordBuilder launchedBy(UnaryOperator<List<String>> command) {
        launcher = command;
        return this;
    }

    public RealSupervisord build() {
        return new RealSupervisord(directory, this::text, port, login, environment, launcher);
    }

    /** Builds and starts it. */
    public RealSupervisord start() {
        RealSupervisord supervisord = build();
        supervisord.start();
        return supervisord;
    }

    private String sectionText(String name, List<String> lines) {
        StringBuilder text = new StringBuilder("\n[" + name + "]\n");
        lines.forEach(line -> text.append(line).append('\n'));
        if (name.startsWith("eventlistener:") && lines.stream().noneMatch(line -> line.startsWith("buffer_size"))) {
            text.append("buffer_size=1000\n");
        }
        if (name.startsWith("program:") || name.startsWith("eventlistener:")) {
            String process = name.substring(name.indexOf(':') + 1);
            for (String stream : List.of("stdout", "stderr")) {
                if (lines.stream().noneMatch(line -> line.startsWith(stream + "_logfile"))) {
                    Path log = directory.resolve(process + "." + stream + ".log");
                    text.append(stream + "_logfile=" + log + "\n" + stream + "_logfile_maxbytes=0\n");
                }
            }
        }
        return text.toString();
    }

    private String text(RealSupervisord server) {
        String login = "username=" + server.user() + "\npassword=" + server.password() + "\n";
        String user = "root".equals(System.getProperty("user.name")) ? "user=root\n" : "";
        String inet = port == null ? "" : "[inet_http_server]\nport=127.0.0.1:" + port.number() + "\n" + login;
        return "[supervisord]\nnodaemon=true\nsilent=true\nminfds=256\nminprocs=16\nlogfile_maxbytes=0\nlogfile="
                + directory.resolve("supervisord.log") + "\npidfile=" + directory.resolve("supervisord.pid")
                + "\nchildlogdir=" + directory + "\n" + user + settings
                + "[unix_http_server]\nfile=" + server.socket() + "\n" + login + inet
                + "[rpcinterface:supervisor]\n"
                + "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\n"
                + "[supervisorctl]\nserverurl=" + server.url() + "\n" + login
                + String.join("", sections);
    }
}
