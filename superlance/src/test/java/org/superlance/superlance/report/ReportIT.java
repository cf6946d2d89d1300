package org.superlance.superlance.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.HeadlessBrowser;

/** The page in a browser, as people see it. */
class ReportIT {

    private static final Instant NOW = Instant.parse("2026-11-28T21:18:00Z");

    /** Visible texts that lie on each other, and what stands out of the page. */
    private static final String OVERLAPS = """
            (() => {
              const seen = [...document.querySelectorAll('h1,h2,h3,h4,li,th,td,.y span,.x span,.zone,.y.bar,.legend span')]
                  .filter(e => !e.closest('.scroll') && e.getClientRects().length && e.innerText.trim());
              const bad = [];
              if (document.documentElement.scrollWidth > innerWidth) bad.push('page is wider than the window');
              const boxes = seen.map(e => [e, e.getBoundingClientRect()]);
              for (let i = 0; i < boxes.length; i++)
                for (let j = i + 1; j < boxes.length && j < i + 60; j++) {
                  const [a, r] = boxes[i], [b, s] = boxes[j];
                  if (a.contains(b) || b.contains(a)) continue;
                  const x = Math.min(r.right, s.right) - Math.max(r.left, s.left);
                  const y = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
                  if (x > 1 && y > 6) bad.push(a.innerText + ' | ' + b.innerText);
                }
              for (const [e, r] of boxes)
                if (r.left < 0 && r.right > 0 || r.right > innerWidth + 1) bad.push('cut off: ' + e.innerText);
              return bad.join('\\n');
            })()
            """;

    /** Words of the table of incidents that are broken although they are short. */
    private static final String BROKEN_WORDS = """
            (() => {
              const broken = new Set();
              const texts = document.createTreeWalker(document.querySelector('.incidents tbody'), NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) {
                for (const word of texts.currentNode.data.matchAll(/[^\\s-]+/g)) {
                  const range = document.createRange();
                  range.setStart(texts.currentNode, word.index);
                  range.setEnd(texts.currentNode, word.index + word[0].length);
                  const lines = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
                  if (word[0].length < 30 && lines.size > 1) broken.add(word[0]);
                }
              }
              return [...broken].join('\\n');
            })()
            """;

    @TempDir
    static Path directory;

    private static Path page;

    @BeforeAll
    static void write() throws IOException {
        new SampleHistories(directory.resolve("state"), NOW).write(8, Duration.ofDays(4));
        page = directory.resolve("report.html");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandContext context = new CommandContext(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                Clock.fixed(NOW, ZoneId.of("Europe/Berlin")),
                false,
                false,
                task -> {});

        int status = ReportMain.run(
                context, "--state-dir", directory.resolve("state").toString(), "-o", page.toString());

        assertThat(err).asString().isEmpty();
        assertThat(status).isZero();
    }

    @Test
    void nothingOverlapsAndNothingIsReportedOnTheConsole() {
        try (HeadlessBrowser browser = HeadlessBrowser.start(directory.resolve("browser-1"))) {
            browser.watchConsole();
            for (int width : new int[] {1280, 390}) {
                for (boolean dark : new boolean[] {false, true}) {
                    browser.resize(width, 900, dark);
                    browser.open(page.toUri().toString());
                    browser.await("the page is there", "document.readyState == 'complete' && document.title != ''");

                    assertThat(browser.evaluate("innerWidth")).isEqualTo(Integer.toString(width));
                    assertThat(browser.evaluate(OVERLAPS))
                            .as("at %s pixels", width)
                            .isEmpty();
                    assertThat(browser.evaluate(BROKEN_WORDS))
                            .as("at %s pixels", width)
                            .isEmpty();
                    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
                            .isEqualTo(dark ? "rgb(20, 24, 28)" : "rgb(255, 255, 255)");
                }
            }
            assertThat(browser.problems()).isEmpty();
        }
    }

    @Test
    void showsWhatTheHistoryTells() {
        try (HeadlessBrowser browser = HeadlessBrowser.start(directory.resolve("browser"))) {
            browser.resize(1280, 900, false);
            browser.open(page.toUri().toString());
            browser.await("the page is there", "document.readyState == 'complete' && document.title != ''");

            assertThat(browser.evaluate("document.scripts.length + ' ' + document.images.length"))
                    .isEqualTo("0 0");
            assertThat(browser.evaluate("document.querySelectorAll('section').length"))
                    .isEqualTo("8");
            assertThat(browser.evaluate("[...document.querySelectorAll('h3')].map(h => h.innerText).join('; ')"))
                    .contains("web:web_1", "<script>alert(1)</script>:");
            assertThat(browser.evaluate("document.querySelector('header').innerText"))
                    .contains("Europe/Berlin")
                    .contains("Nov 28, 22:18");
            assertThat(browser.evaluate("document.querySelector('.incidents').innerText"))
                    .contains("550 no such user: ops@example.com")
                    .contains("terminated by SIGKILL")
                    .contains("RSS 401MB exceeds 400MB (-p web_1)")
                    .doesNotContain("delivered by");
            assertThat(browser.evaluate(leaking(".y span", "innerText")))
                    .contains("0B")
                    .contains("200MB")
                    .contains("400MB");
            assertThat(browser.evaluate(leaking(".x span", "innerText")))
                    .contains("Nov 26")
                    .contains("Nov 28");
            assertThat(browser.evaluate(leaking(".zone", "innerText"))).isEqualTo("Europe/Berlin");
            assertThat(browser.evaluate(leaking("i.r", "title"))).contains("restart restarted: RSS 401MB");
            assertThat(browser.evaluate(leaking("path.lim", "tagName"))).isEqualTo("path");
        }
    }

    /** A property of elements in the section of the program that leaks. */
    private static String leaking(String selector, String property) {
        return "[...[...document.querySelectorAll('section')].find(s => s.querySelector('h3').innerText == 'web:web_1')"
                + ".querySelectorAll('" + selector + "')].map(e => e." + property + ").join('; ')";
    }

    @Test
    void loadsNothingFromAnywhere() throws IOException {
        assertThat(Files.readString(page)).doesNotContain("http://", "https://", "<script", "url(", "@import");
    }
}
