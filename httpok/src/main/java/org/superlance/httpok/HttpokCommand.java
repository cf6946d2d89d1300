package org.superlance.httpok;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.RestartingPlugin;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.cli.Workplace;
import org.superlance.listener.restart.Actions;
import org.superlance.listener.restart.AtOnce;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Letters;
import org.superlance.listener.restart.RestartLetters;
import org.superlance.listener.restart.RestartPlan;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.restart.Restarter;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
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

    private static final Set<ProcessState> STARTABLE =
            EnumSet.of(ProcessState.FATAL, ProcessState.EXITED, ProcessState.BACKOFF);

    @Parameters(arity = "0..*", paramLabel = "URL", description = "The http:// or https:// URL to check: exactly one.")
    List<String> urls = new ArrayList<>();

    @Option(
            names = {"-p", "--program"},
            paramLabel = "NAME",
            description = "Restart this program (name, group:name or group:*) if it is RUNNING; may be repeated.")
    List<ProcessPattern> programs = new ArrayList<>();

    @Option(
            names = {"-a", "--any"},
            description = "Restart every program that is RUNNING, whatever -p says.")
    boolean any;

    @Option(
            names = {"-g", "--gcore"},
            paramLabel = "COMMAND",
            description = "With -d: the command that writes a core (default: ${DEFAULT-VALUE}).")
    String gcore = "/usr/bin/gcore -o";

    @Option(
            names = {"-d", "--coredir"},
            paramLabel = "DIR",
            description = "Before a restart write the core of the process to this directory.")
    @Nullable
    Path coreDir;

    @Option(
            names = {"-e", "--eager"},
            description = "Check even if no selected program is RUNNING (default).")
    void eager(boolean given) {
        eager = true;
    }

    @Option(
            names = {"-E", "--not-eager"},
            description = "Do not check if no selected program is RUNNING.")
    void notEager(boolean given) {
        eager = false;
    }

    private boolean eager = true;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "Name this httpok in the subject of its mails.")
    @Nullable
    String name;

    @Option(
            names = "--each",
            description = "The URL is a template with %%(process_num)d, %%(process_num)02d, %%(program_name)s or"
                    + " %%(group_name)s: ask each program on its own and restart only the sick, one at a time.")
    boolean each;

    @Option(names = "--parallel", paramLabel = "N", description = "Restart at most N programs at the same time.")
    int parallel;

    @Option(
            names = "--start-if",
            paramLabel = "STATE",
            split = ",",
            description = "Also start programs in these states: FATAL, EXITED, BACKOFF; separate by commas.")
    List<ProcessState> startIf = new ArrayList<>();

    @Option(
            names = "--until-first-ok",
            paramLabel = "DURATION",
            description = "Forgive a program that was just started until its first success, at most this long.")
    Duration untilFirstOk = Duration.ZERO;

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
        return programs;
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
        if (template().hasFields() && !each) {
            throw new IllegalArgumentException("the URL holds %(…): that needs --each");
        }
        if (each && !any && programs.isEmpty()) {
            throw new IllegalArgumentException("--each needs the programs to ask: give -p or -a");
        }
        if (parallel < 0) {
            throw new IllegalArgumentException("--parallel must be at least 1");
        }
        if (!STARTABLE.containsAll(startIf)) {
            throw new IllegalArgumentException("--start-if takes FATAL, EXITED and BACKOFF only");
        }
        survey();
    }

    @Override
    public Check check(Workplace place) {
        return new HttpCheck(
                survey(),
                new Scope(any, programs, eager, Set.copyOf(startIf)),
                new Grace(untilFirstOk),
                new Certificates(answer.certDays),
                answer.expectation(request.method).expected(),
                place.clock(),
                round -> lastRound = round);
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
        return parallel > 0 ? parallel : each ? 1 : RestartRules.ANY_NUMBER;
    }

    @Override
    public String valueTitle() {
        return "ANSWER";
    }

    @Override
    public List<String> remarks() {
        return lastRound.remarks();
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
        if (coreDir == null || !decision.process().hasPid()) {
            return RestartPlan.PLAIN;
        }
        CoreDumps dumps = new CoreDumps(gcore, coreDir, CoreDumps.LIMIT);
        return new RestartPlan(() -> letters.coreSays(fate, dumps.dump(decision.process())), () -> {}, Duration.ZERO);
    }

    private Survey survey() {
        CheckUrl sample = template().of(new Namespec("group", "name_1")).orElseThrow();
        Probe probe = new HttpProbe(request.question(sample), answer.expectation(request.method));
        return each ? new EachSurvey(template(), probe) : Survey.ofOne(sample, probe);
    }

    private UrlTemplate template() {
        return new UrlTemplate(urls.get(0));
    }

    private String heading() {
        return name == null ? "httpok" : "httpok [" + name + "]";
    }
}
