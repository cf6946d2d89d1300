package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {

    @Test
    void showsNoUserPasswordPathOrQuery() {
        WebhookUrl address = WebhookUrl.parse("https://us3r:s3cret@example.com:8443/s3cret/path?token=s3cret");

        assertThat(address.toString()).matches("https://example\\.com:8443 \\([0-9a-f]{8}\\)");
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com, http://example.com",
        "HTTPS://Example.com/x, https://Example.com",
        "http://[::1]:9093/, http://[::1]:9093",
        "https://example.com:443, https://example.com"
    })
    void takesWhatABrowserTakes(String text, String shown) {
        assertThat(WebhookUrl.parse(text).toString()).startsWith(shown + " (");
    }

    @Test
    void isKnownByItsPageAndNotByWhoeverLogsIn() {
        String id = WebhookUrl.parse("https://example.com/a").id();

        assertThat(WebhookUrl.parse("https://u:p@example.com/a").id()).isEqualTo(id);
        assertThat(WebhookUrl.parse("https://example.com/b").id()).isNotEqualTo(id);
        assertThat(WebhookUrl.parse("http://example.com/a").id()).isNotEqualTo(id);
    }

    @Test
    void inAFileItIsKnownByTheFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("url"), "https://example.com/old\n");
        WebhookUrl old = WebhookUrl.parse("@" + file);
        Files.writeString(file, "https://example.org/new\n");

        WebhookUrl changed = WebhookUrl.parse("@" + file);

        assertThat(changed.id()).isEqualTo(old.id());
        assertThat(changed.toString()).startsWith("https://example.org (");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "ftp://example.com/s3cret",
                "https:///s3cret",
                "https://example.com:99999/s3cret",
                "https://u:s3cret@example.com:0/s3cret",
                "https://u:s3/cret@example.com/",
                "https://u:s3cret@exa mple.com/s3cret",
                "https://example.com/#s3cret",
                "https://example.com/\r\ns3cret: 1",
                "https://example.com?s3 cret",
                "@/no/such/file"
            })
    void refusesWhatIsNoneWithoutShowingASecret(String text) {
        assertThatThrownBy(() -> WebhookUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(message -> text.equals("s3cret") || !message.contains("cret"))
                .containsAnyOf("is not a valid URL", "cannot be read");
    }
}
