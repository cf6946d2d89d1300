package org.superlance.httpok;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.superlance.httpok.CheckFailureNotifier.RestartOutcome;
import org.superlance.httpok.ProbeStrategy.Probe;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartMessages;
import org.superlance.listener.restart.RestartQueue;
import org.superlance.listener.runtime.ListenerEnvironment;
import org.superlance.listener.runtime.MonitorCommand;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;

/** The flags of httpok. */
final class HttpokCommand implements MonitorCommand {

    private final OptionGroup options = OptionGroup.of(
            "httpok",
            "Restarts programs of a supervisord when a URL is not answered as it should be. To be run by"
                    + " supervisord as an event listener for TICK_60 events.");

    final Option<List<String>> urls =
            options.words().paramLabel("URL").description("The http:// or https:// URL to check: exactly one.");

    final Option<String> name = options.value(String.class, "-n", "--name")
            .paramLabel("NAME")
            .description("Name this httpok in the subject of its mails.");

    private final ProcessOptions processes = options.with(new ProcessOptions());

    private final CoreOptions core = options.with(new CoreOptions());

    private final RequestOptions request = options.with(new RequestOptions());

    private final ResponseOptions answer = options.with(new ResponseOptions());

    private final MailOptions mail = options.with(new MailOptions());

    private final RuleOptions rules = options.with(new RuleOptions());

    private final ListenerOptions listener = options.with(new ListenerOptions());

    private volatile CheckRound lastCheckRound = CheckRound.NONE;

    HttpokCommand() {
        mail.addShortSendmail(options);
    }

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    @Override
    public RuleOptions ruleOptions() {
        return rules;
    }

    @Override
    public MailOptions mail() {
        return mail;
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
    public List<ProcessPattern> referencedProcesses() {
        return processes.programs.value();
    }

    @Override
    public void validate() {
        if (urls.value().size() != 1) {
            throw new IllegalArgumentException(
                    urls.value().isEmpty()
                            ? "the URL to check is missing; give one, such as http://localhost:8080/"
                            : "there is more than one URL; give exactly one");
        }
        template().validate();
        processes.validate(template().hasFields());
        strategy();
    }

    @Override
    public Check check(ListenerEnvironment place) {
        HttpMetrics figures = new HttpMetrics(place.metrics());
        return new HttpCheck(
                strategy(),
                processes.targets(),
                processes.untilFirstOk.value(),
                answer.certDays.value(),
                answer.expectation(request.method.value()).expected(),
                place.clock(),
                round -> {
                    lastCheckRound = round;
                    figures.record(round.results());
                });
    }

    /** Also says of an answer that is wrong, or a certificate that expires, when there is nothing to be restarted for it. */
    @Override
    public List<Diagnostic> inspect(List<Diagnostic> ofProcesses, ListenerEnvironment place) {
        return lastCheckRound.diagnostics(ofProcesses);
    }

    @Override
    public RestartMessages messages(ListenerEnvironment place) {
        return new RestartMessages(heading(), place.host(), place.clock());
    }

    @Override
    public RestartExecutor executor(RestartManager restartManager, NotificationQueue queue, ListenerEnvironment place) {
        CheckFailureMessage writer =
                new CheckFailureMessage(heading(), template().toString(), place.host(), place.clock());
        CheckFailureNotifier letters = new CheckFailureNotifier(
                queue, writer, messages(place), () -> lastCheckRound, CheckFailureNotifier.MAX_WAIT);
        return RestartQueue.parallel(restartManager, decision -> plan(decision, letters), letters);
    }

    @Override
    public int maxConcurrentRestarts() {
        return processes.atMost();
    }

    @Override
    public String valueTitle() {
        return "ANSWER";
    }

    @Override
    public List<String> remarks() {
        return lastCheckRound.results().remarks();
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:httpok]
                command=httpok -p web -m bob@example.com http://localhost:8080/
                events=TICK_60
                """;
    }

    private RestartHooks plan(Decision decision, CheckFailureNotifier letters) {
        RestartOutcome outcome = letters.expect(decision);
        return core.dumps()
                .filter(dumps -> decision.process().hasPid())
                .map(dumps -> new RestartHooks(
                        () -> letters.onCoreDump(outcome, dumps.dump(decision.process())), () -> {}, Duration.ZERO))
                .orElse(RestartHooks.NONE);
    }

    private ProbeStrategy strategy() {
        ProbeUrl sample = template().of(new Namespec("group", "name_1")).orElseThrow();
        Probe probe = new HttpProbe(request.request(sample), answer.expectation(request.method.value()));
        return processes.each.value() ? ProbeStrategy.ofEach(template(), probe) : ProbeStrategy.ofOne(sample, probe);
    }

    private ProbeUrl.Template template() {
        return new ProbeUrl.Template(urls.value().get(0));
    }

    private String heading() {
        return name.isSet() ? "httpok [" + name.value() + "]" : "httpok";
    }

    @Override
    public OptionGroup options() {
        return options;
    }
}
