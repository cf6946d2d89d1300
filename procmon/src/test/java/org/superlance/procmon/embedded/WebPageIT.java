package org.superlance.procmon.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.HeadlessBrowser;
import org.superlance.listener.testkit.RealSupervisord;

/** The page of {@code procmon run -C} in a real browser. */
class WebPageIT {

    private static final String WEB_ROW =
            "[...document.querySelectorAll('tbody tr')].find(row => row.querySelector('th').textContent == 'web')";

    private static final String STOP = "<methodCall><methodName>supervisor.stopAllProcesses</methodName></methodCall>";

    @TempDir
    Path directory;

    @Test
    void restartsStopsAndFollowsByClicksButNotForAnotherSite() throws Exception {
        try (RealSupervisord server = Embedded.in(directory)
                        .inet()
                        .section(
                                "program:web",
                                "command=sh -c 'echo \"<b>ready</b>\"; while ! test -e %(here)s/go; do sleep 0.1; done;"
                                        + " echo gone on; exec sleep 1000000'",
                                "stopwaitsecs=3600")
                        .start();
                HeadlessBrowser browser = HeadlessBrowser.start(directory.resolve("browser"))) {
            server.awaitRunning("web");
            String page = server.inetUrl().replace("://", "://" + server.user() + ":" + server.password() + "@");

            restarts(server, browser, page);
            follows(browser);
            refuses(server, browser, page);
            stops(server, browser, page);
        }
    }

    @Test
    void showsNothingToStrangersAndDoesNothingForOtherPages() throws Exception {
        try (RealSupervisord server = Embedded.in(directory)
                .inet()
                .section("program:<b>&", "command=sleep 1000000")
                .section("program:web", "command=sleep 1000000")
                .start()) {
            server.awaitRunning("web");
            String page = ask(server, "GET /", "", "");
            Matcher token = Pattern.compile("name=\"token\" value=\"(\\w+)\"").matcher(page);
            assertThat(token.find()).isTrue();
            String form = "name=web&action=stop&token=";

            assertThat(page)
                    .contains("HTTP/1.1 200 OK", "Content-Security-Policy: default-src 'none'; ")
                    .contains("&lt;b&gt;&amp;", "processname=%3Cb%3E%26%3A%3Cb%3E%26")
                    .doesNotContain("<b>");
            assertThat(ask(server, "GET /index.html?action=stop&processname=web", "", ""))
                    .contains("200 OK");
            assertThat(ask(server, "POST /", "", form)).contains("403 Forbidden", "load the page again");
            assertThat(ask(server, "POST /", "Origin: http://evil.example\r\n", form + token.group(1)))
                    .contains("403 Forbidden", "another site");
            assertThat(ask(server, "POST /", "Sec-Fetch-Site: cross-site\r\n", form + token.group(1)))
                    .contains("403 Forbidden");
            assertThat(ask(server, "POST /RPC2", "Origin: http://evil.example\r\n", STOP))
                    .contains("403 Forbidden");
            assertThat(ask(server, "DELETE /", "", "")).contains("405 Method Not Allowed");
            assertThat(ask(server, "GET /tail.html?processname=nobody", "", "")).contains("404 Not Found");
            assertThat(exchange(server, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .contains("401 Unauthorized", "WWW-Authenticate: Basic")
                    .doesNotContain("web");
            assertThat(server.info("web").state()).isEqualTo(ProcessState.RUNNING);

            String done = ask(server, "POST /", "", form + token.group(1));

            assertThat(done).contains("HTTP/1.1 303", "Location: index.html?message=");
            server.await("its stop", () -> server.isIn(ProcessState.STOPPED, "web"));
        }
    }

    private static String ask(RealSupervisord server, String first, String headers, String body) throws IOException {
        String login = Base64.getEncoder().encodeToString((server.user() + ":" + server.password()).getBytes(UTF_8));
        return exchange(
                server,
                first + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic " + login + "\r\n"
                        + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static String exchange(RealSupervisord server, String request) throws IOException {
        URI address = URI.create(server.inetUrl());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static void restarts(RealSupervisord server, HeadlessBrowser browser, String page) {
        long first = server.pid("web");
        browser.open(page + "/");
        browser.await("its row", WEB_ROW + ".textContent.includes('" + first + "')");

        browser.evaluate(WEB_ROW + ".querySelector('button[value=restart]').click()");

        browser.await("the message", "document.querySelector('.message').textContent == 'Restarting web.'");
        server.await("its restart", () -> server.isIn(ProcessState.RUNNING, "web") && server.pid("web") != first);
        browser.await("its new pid, without a click", WEB_ROW + ".textContent.includes('" + server.pid("web") + "')");
        browser.await(
                "its memory", "/[0-9.]+[KM]B/.test(" + WEB_ROW + ".querySelector('[data-label=Memory]').textContent)");
    }

    private void follows(HeadlessBrowser browser) throws Exception {
        browser.evaluate(WEB_ROW + ".querySelector('th a').click()");
        browser.await("its words, as text", "document.getElementById('log').textContent.includes('<b>ready</b>')");
        browser.await(
                "that it is followed", "document.getElementById('following').textContent.startsWith('Following')");

        Files.createFile(directory.resolve("go"));

        browser.await("what it writes now", "document.getElementById('log').textContent.includes('gone on')");
        assertThat(browser.evaluate("document.getElementById('log').textContent.split('ready').length"))
                .as("nothing is shown twice: two starts")
                .isEqualTo("3");
    }

    private static void refuses(RealSupervisord server, HeadlessBrowser browser, String page) {
        browser.open(page + "/");
        browser.await("the page", WEB_ROW + " != null");
        String token = browser.evaluate("document.querySelector('input[name=token]').value");
        assertThat(token).hasSizeGreaterThan(30);
        long pid = server.pid("web");
        browser.open("about:blank");
        browser.await("a page of nobody", "location.href == 'about:blank'");

        browser.evaluate("document.body.append(Object.assign(document.createElement('form'), {method: 'post', action: '"
                + page + "/index.html', innerHTML: '<input name=token value=" + token
                + "><input name=action value=stop><input name=name value=web>'})) || document.forms[0].submit()");

        browser.await("the refusal", "document.body.textContent.includes('another site')");
        assertThat(server.pid("web")).isEqualTo(pid);
        assertThat(server.info("web").state()).isEqualTo(ProcessState.RUNNING);
    }

    private static void stops(RealSupervisord server, HeadlessBrowser browser, String page) {
        browser.open(page + "/");
        browser.await("its row", WEB_ROW + " != null");

        browser.evaluate(WEB_ROW + ".querySelector('button[value=stop]').click()");

        server.await("its stop", () -> server.isIn(ProcessState.STOPPED, "web"));
        browser.await("the way to start it", WEB_ROW + ".querySelector('button[value=start]') != null");
    }
}
