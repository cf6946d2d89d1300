package org.superlance.httpok;

import java.util.ArrayList;
import java.util.List;
import org.superlance.httpok.HttpProbe.HttpProbeTemplate;
import org.superlance.httpok.Probe.ProbeTemplate;
import org.superlance.httpok.SocketProbe.SocketProbeTemplate;
import org.superlance.listener.cli.OptionGroup;

/** The options that say how something is checked, and what they and the URLs make together. */
final class ProbeOptions extends OptionGroup {

    final RequestOptions request = with(new RequestOptions());

    final ResponseOptions response = with(new ResponseOptions());

    final SocketOptions socket = with(new SocketOptions());

    final PluginOptions plugin = with(new PluginOptions());
    final HeartbeatOptions heartbeats = with(new HeartbeatOptions());

    final CombinationOptions rule = with(new CombinationOptions());

    /**
     * The checks: the URLs, then the plugins, then the heartbeat files, each in the order of the command line.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    List<ProbeTemplate> checks(List<String> urls) {
        request.validate();
        List<ProbeTemplate> checks = new ArrayList<>();
        urls.forEach(url -> checks.add(SocketUrl.isOne(url) ? socketProbe(url) : httpProbe(url)));
        checks.addAll(plugin.templates(request.timeout.value()));
        checks.addAll(heartbeats.templates(request.timeout.value()));
        if (checks.isEmpty()) {
            throw new IllegalArgumentException(
                    "missing URL, such as http://localhost:8080/, or --plugin, or --fresh FILE=DURATION");
        }
        refuseWhatIsAboutNoCheck(checks);
        return checks;
    }

    private void refuseWhatIsAboutNoCheck(List<ProbeTemplate> checks) {
        boolean http = contains(checks, HttpProbeTemplate.class);
        boolean sockets = contains(checks, SocketProbeTemplate.class);
        if (!http) {
            request.givenForHttp().forEach(option -> refuse(option, "http:// and https://", remedyForSocket(option)));
            response.givenForHttp().forEach(option -> refuse(option, "http:// and https://", remedyForSocket(option)));
        }
        if (!sockets) {
            String remedy = "for http:// and https:// write --body TEXT or --body-regex REGEX";
            socket.given().forEach(option -> refuse(option, "tcp://, tls:// and unix://", remedy));
        }
        if (!http && !sockets && response.maxLatency.isSet()) {
            refuse("--max-latency", "URLs", "leave it out, or give the plugin a limit of its own, often -w or -c");
        }
        if (!http && !areEncrypted(checks)) {
            request.givenForTls().forEach(option -> refuse(option, "https:// and tls://", "write tls://host:port"));
            if (response.certificateDays() > 0) {
                refuse("--cert-days", "https:// and tls://", "write tls://host:port");
            }
        }
    }

    private static boolean contains(List<ProbeTemplate> checks, Class<? extends ProbeTemplate> kind) {
        for (ProbeTemplate check : checks) {
            if (kind.isInstance(check)) {
                return true;
            }
        }
        return false;
    }

    private static void refuse(String option, String about, String remedy) {
        throw new IllegalArgumentException(option + " is about " + about + " only: " + remedy);
    }

    private static String remedyForSocket(String option) {
        return switch (option) {
            case "--body", "--body-regex" ->
                "for tcp://, tls:// and unix:// write --expect TEXT or --expect-regex REGEX";
            case "--unix-socket" -> "write unix:///path instead of the URL";
            default -> "leave it out";
        };
    }

    /** Whether one of these is a socket with TLS. */
    private static boolean areEncrypted(List<ProbeTemplate> checks) {
        for (ProbeTemplate check : checks) {
            if (check instanceof SocketProbeTemplate socket
                    && SocketUrl.parse(socket.url().sample()).secure()) {
                return true;
            }
        }
        return false;
    }

    /** The texts that are not empty. */
    static List<String> nonEmpty(List<String> texts) {
        List<String> nonEmpty = new ArrayList<>(texts);
        nonEmpty.removeIf(String::isEmpty);
        return List.copyOf(nonEmpty);
    }

    private ProbeTemplate httpProbe(String text) {
        ProcessTemplate url = ProbeUrl.template(text);
        return new HttpProbeTemplate(
                url, request.request(ProbeUrl.parse(url.sample())), response.expectation(request.method.value()));
    }

    private ProbeTemplate socketProbe(String text) {
        ProcessTemplate url = SocketUrl.template(text);
        boolean secure = SocketUrl.parse(url.sample()).secure();
        boolean secrets = socket.send.optional().map(EscapedText::isSecret).orElse(false);
        return new SocketProbeTemplate(
                url,
                secure ? request.tls(true, secrets) : null,
                socket.dialogue(request.timeout.value(), response.maxLatency.orNull()));
    }
}
