package org.superlance.httpok;

import java.util.Collection;
import java.util.List;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.runtime.ListenerCommand;

/** The options of httpok. */
final class HttpokCommand implements ListenerCommand<HttpokConfig> {

    private final OptionGroup options = OptionGroup.of(
            "httpok",
            "Restarts programs when a URL does not answer correctly or in time. Run by supervisord as an"
                    + " event listener for TICK_60 events.");

    final Option<List<String>> urls =
            options.words().paramLabel("URL").description("The http:// or https:// URL to check: exactly one.");

    final Option<String> name = options.value(String.class, "-n", "--name")
            .paramLabel("NAME")
            .description("Begin the subject of mails with httpok [NAME].");

    private final ProcessOptions processes = options.with(new ProcessOptions());

    private final CoreOptions core = options.with(new CoreOptions());

    private final RequestOptions request = options.with(new RequestOptions());

    private final ResponseOptions answer = options.with(new ResponseOptions());

    private final MailOptions mail = options.with(new MailOptions());

    private final RuleOptions rules = options.with(new RuleOptions());

    private final ListenerOptions listener = options.with(new ListenerOptions());

    HttpokCommand() {
        mail.addShortSendmail(options);
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
        if (urls.value().size() != 1) {
            throw new IllegalArgumentException(
                    urls.value().isEmpty()
                            ? "the URL to check is missing; give one, such as http://localhost:8080/"
                            : "there is more than one URL; give exactly one");
        }
        ProbeUrl.Template url = new ProbeUrl.Template(urls.value().get(0));
        url.validate();
        processes.validate(url.hasFields());
        return new HttpokConfig(
                url,
                processes.each.value(),
                request.request(url.sample()),
                answer.expectation(request.method.value()),
                processes.targets(),
                processes.untilFirstOk.value(),
                answer.certDays.value(),
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
}
