package org.superlance.httpok;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.superlance.httpok.HttpCheck.TargetSelector;
import org.superlance.httpok.Probe.ProbeTemplate;
import org.superlance.httpok.SocketProbe.SocketProbeTemplate;
import org.superlance.listener.cli.FileUse;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.runtime.ListenerCommand;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;

/** The options of httpok. */
final class HttpokCommand implements ListenerCommand<HttpokConfig> {

    private final OptionGroup options = OptionGroup.of(
            "httpok",
            "Restarts programs when a URL or a socket does not answer correctly or in time, or when a Nagios plugin"
                    + " reports a failure. Run by supervisord as an event listener for TICK_60 events.");

    final Option<List<String>> urls = options.words()
            .paramLabel("URL")
            .description("What to check: http://host:port/path, https://host:port/path, tcp://host:port,"
                    + " tls://host:port or unix:///path. May be repeated.");

    final Option<String> name = options.value(String.class, "-n", "--name")
            .paramLabel("NAME")
            .description("Begin the subject of mails with httpok [NAME].");

    private final ProcessOptions processes = options.with(new ProcessOptions());

    private final CoreOptions core = options.with(new CoreOptions());

    private final ProbeOptions probes = options.with(new ProbeOptions());

    final Option<Boolean> nagios = options.flag("--nagios")
            .description("With --once: print one line with performance data, and exit with the status that Nagios"
                    + " expects: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.");

    private final MailOptions mail = options.with(new MailOptions());

    private final RuleOptions rules = options.with(new RuleOptions());

    private final ListenerOptions listener = options.with(new ListenerOptions());

    HttpokCommand() {
        mail.addShortSendmail(options);
        String limit = "write --max-restarts N/DURATION, such as 3/60m";
        options.hint("-r", limit)
                .hint("--restart-threshold", limit)
                .hint("--restart-timespan", limit)
                .hint("-B", "write --body-not TEXT")
                .hint("--restart-string", "write --body-not TEXT")
                .hint("-G", "write --min-uptime DURATION")
                .hint("--grace-period", "write --min-uptime DURATION")
                .hint("-o", "write --cycles N")
                .hint("--grace-count", "write --cycles N");
    }

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    @Override
    public Collection<String> legacyLongOptions() {
        return List.of(
                "--help",
                "--program",
                "--any",
                "--gcore",
                "--coredir",
                "--timeout",
                "--code",
                "--body",
                "--sendmail_program",
                "--email",
                "--eager",
                "--not-eager",
                "--name");
    }

    @Override
    public HttpokConfig toConfig() {
        List<ProbeTemplate> checks = probes.checks(urls.value());
        if (mail.isTlsWithoutServer() && checks.stream().anyMatch(SocketProbeTemplate.class::isInstance)) {
            throw new IllegalArgumentException(
                    "--tls is about mail, with --smtpHost: write tls://host:port for a check over TLS");
        }
        if (nagios.value() && !listener.toConfig().once()) {
            throw new IllegalArgumentException("--nagios needs --once");
        }
        processes.validate(checks);
        return new HttpokConfig(
                checks,
                probes.rule.rule(),
                processes.each.value(),
                probes.rule.successThreshold(),
                probes.request.timeout.value(),
                probes.response.maxLatency.orNull(),
                processes.targets(),
                processes.untilFirstOk.value(),
                probes.response.certificateDays(),
                nagios.value(),
                core.dumps(),
                name.optional().map(text -> "httpok [" + text + "]").orElse("httpok"),
                mail.toConfig(),
                rules.rules(processes.atMost()),
                rules.excluded.value());
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:httpok]
                command=httpok -p web -m bob@example.com http://localhost:8080/
                events=TICK_60
                """;
    }

    @Override
    public OptionGroup options() {
        return options;
    }

    /** The options about the core of a process. */
    private static final class CoreOptions extends OptionGroup {

        final Option<String> gcore = value(String.class, "-g", "--gcore")
                .paramLabel("COMMAND")
                .defaultValue("/usr/bin/gcore -o")
                .description("With -d: command that writes a core (default: ${DEFAULT-VALUE}).");

        final Option<Path> coreDir = value(Path.class, "-d", "--coredir")
                .file(FileUse.Kind.WRITE)
                .paramLabel("DIR")
                .description("Write a core of the process to this directory before a restart.");

        /** Empty without {@code -d}. */
        Optional<CoreDumper> dumps() {
            return coreDir.optional()
                    .map(directory -> new CoreDumper(gcore.value(), directory, CoreDumper.LIMIT, new TrustedPath()));
        }
    }

    /** The options that select the processes. */
    private static final class ProcessOptions extends OptionGroup {

        private static final Set<ProcessState> STARTABLE =
                EnumSet.of(ProcessState.FATAL, ProcessState.EXITED, ProcessState.BACKOFF);

        final Option<List<ProcessPattern>> programs = list(ProcessPattern.class, "-p", "--program")
                .paramLabel("NAME")
                .description("Restart this program (name, group:name or group:*) if it is RUNNING. May be repeated.");

        final Option<Boolean> any = flag("-a", "--any").description("Restart every RUNNING program, whatever -p says.");

        final Option<Boolean> each = flag("--each")
                .description("The URL is a template with %%(process_num)d, %%(process_num)02d, %%(program_name)s or"
                        + " %%(group_name)s: check each program separately and restart only those that fail, one at"
                        + " a time.");

        final Option<Integer> parallel = value(Integer.class, "--parallel")
                .paramLabel("N")
                .defaultValue(0)
                .description("Restart at most N programs at the same time.");

        final Option<List<ProcessState>> startIf = list(ProcessState.class, "--start-if")
                .paramLabel("STATE")
                .withCommas()
                .description("Also start programs in these states: FATAL, EXITED, BACKOFF (comma-separated).");

        final Option<Duration> untilFirstOk = value(Duration.class, "--until-first-ok")
                .paramLabel("DURATION")
                .defaultValue(Duration.ZERO)
                .description("Ignore failures of a program that was just started until its first success, at most"
                        + " this long.");

        private final Option<Boolean> eager =
                flag("-e", "--eager").description("Check even if no selected program is RUNNING (default).");

        private final Option<Boolean> notEager =
                flag("-E", "--not-eager").description("Do not check if no selected program is RUNNING.");

        ProcessOptions() {
            eager.negates(notEager);
        }

        TargetSelector targets() {
            return new TargetSelector(any.value(), programs.value(), !notEager.value(), Set.copyOf(startIf.value()));
        }

        int atMost() {
            return parallel.value() > 0 ? parallel.value() : each.value() ? 1 : RestartRules.UNLIMITED;
        }

        /** @throws IllegalArgumentException with a sentence for people */
        void validate(List<ProbeTemplate> checks) {
            checks.forEach(this::validateFields);
            if (each.value() && !any.value() && programs.value().isEmpty()) {
                throw new IllegalArgumentException("--each needs programs: give -p or -a");
            }
            if (parallel.value() < 0) {
                throw new IllegalArgumentException("--parallel must be at least 1");
            }
            if (!STARTABLE.containsAll(startIf.value())) {
                throw new IllegalArgumentException("--start-if takes FATAL, EXITED and BACKOFF only");
            }
        }

        private void validateFields(ProbeTemplate check) {
            if (check.hasFields() && !each.value()) {
                throw new IllegalArgumentException("%(…) in " + check.place() + " needs --each");
            }
            if (check.needsPid() && !startIf.value().isEmpty()) {
                throw new IllegalArgumentException("--start-if does not go with %(pid)d in " + check.place()
                        + ": a program that is to be started has no pid; leave one of them out");
            }
        }
    }
}
