package org.superlance.httpok;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.RestartingPlugin;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.cli.Situation;
import org.superlance.listener.cli.Workplace;
import org.superlance.listener.inspection.Remark;
import org.superlance.listener.restart.Actions;
import org.superlance.listener.restart.AtOnce;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Letters;
import org.superlance.listener.restart.RestartLetters;
import org.superlance.listener.restart.RestartPlan;
import org.superlance.listener.restart.Restarter;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags of httpok. */
@Command(
        name = "httpok",
        description = "Restarts programs of a supervisord when a URL is not answered as it should be. To be run by"
                + " supervisord as an event listener for TICK_60 events.",
        sortOptions = false)
final class HttpokCommand implements RestartingPlugin {

    @Parameters(arity = "0..*", paramLabel = "URL", description = "The http:// or https:// URL to check: exactly one.")
    List<String> urls = new ArrayList<>();

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "Name this httpok in the subject of its mails.")
    @Nullable
    String name;

    @Mixin
    private ProcessOptions processes;

    @Mixin
    private CoreOptions core;

    @Mixin
    private RequestOptions request;

    @Mixin
    private AnswerOptions answer;

    @Mixin
    private MailOptions mail;

    @Option(names = "-s", paramLabel = "COMMAND", description = "The same as --sendmail_program.")
    void sendmail(String command) {
        mail.sendmail(command);
    }

    @Mixin
    private RuleOptions rules;

    @Mixin
    private ListenerOptions listener;

    private volatile Round lastRound = Round.NONE;

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    @Override
    public RuleOptions rules() {
        return rules;
    }

    @Override
    public MailOptions mail() {
        return mail;
    }

    @Override
    public Collection<String> oldNames() {
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
    public List<ProcessPattern> named() {
        return processes.programs;
    }

    @Override
    public void validate() {
        if (urls.size() != 1) {
            throw new IllegalArgumentException(
                    urls.isEmpty()
                            ? "the URL to check is missing; give one, such as http://localhost:8080/"
                            : "there is more than one URL; give exactly one");
        }
        template().validate();
        processes.validate(template().hasFields());
        survey();
    }

    @Override
    public Check check(Workplace place) {
        HttpMetrics figures = new HttpMetrics(place.metrics());
        return new HttpCheck(
                survey(),
                processes.scope(),
                new Grace(processes.untilFirstOk),
                new Certificates(answer.certDays),
                answer.expectation(request.method).expected(),
                place.clock(),
                round -> {
                    lastRound = round;
                    figures.takeDown(round.answers());
                });
    }

    /** Also says of an answer that is wrong, or a certificate that expires, when there is nothing to be restarted for it. */
    @Override
    public List<Remark> inspect(Situation situation) {
        List<Remark> ofPrograms = RestartingPlugin.super.inspect(situation);
        return lastRound.remarks(ofPrograms);
    }

    @Override
    public Letters letters(Workplace place) {
        return new RestartLetters(heading(), place.host(), place.clock(), decision -> true);
    }

    @Override
    public Actions actions(Restarter restarter, Outbox outbox, Workplace place) {
        LetterWriter writer = new LetterWriter(heading(), template().toString(), place.host(), place.clock());
        CheckLetters letters = new CheckLetters(outbox, writer, letters(place), () -> lastRound, CheckLetters.PATIENCE);
        return new AtOnce(restarter, decision -> plan(decision, letters), letters);
    }

    @Override
    public int atMost() {
        return processes.atMost();
    }

    @Override
    public String valueTitle() {
        return "ANSWER";
    }

    @Override
    public List<String> remarks() {
        return lastRound.answers().remarks();
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:httpok]
                command=httpok -p web -m bob@example.com http://localhost:8080/
                events=TICK_60
                """;
    }

    private RestartPlan plan(Decision decision, CheckLetters letters) {
        Fate fate = letters.expect(decision);
        return core.dumps()
                .filter(dumps -> decision.process().hasPid())
                .map(dumps -> new RestartPlan(
                        () -> letters.coreSays(fate, dumps.dump(decision.process())), () -> {}, Duration.ZERO))
                .orElse(RestartPlan.PLAIN);
    }

    private Survey survey() {
        CheckUrl sample = template().of(new Namespec("group", "name_1")).orElseThrow();
        Probe probe = new HttpProbe(request.question(sample), answer.expectation(request.method));
        return processes.each ? new EachSurvey(template(), probe) : Survey.ofOne(sample, probe);
    }

    private UrlTemplate template() {
        return new UrlTemplate(urls.get(0));
    }

    private String heading() {
        return name == null ? "httpok" : "httpok [" + name + "]";
    }
}
