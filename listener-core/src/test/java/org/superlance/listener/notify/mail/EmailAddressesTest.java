package org.superlance.listener.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.InternetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressesTest {

    @Test
    void splitsAListAndIgnoresEmptyEntries() {
        assertThat(EmailAddresses.parse(" ops@example.com,, root ,Ann <ann@example.com>,\"Doe, Jo\" <jo@example.com>,"))
                .containsExactly("ops@example.com", "root", "Ann <ann@example.com>", "\"Doe, Jo\" <jo@example.com>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "a@",
                "@b",
                "a b",
                "a@b c@d",
                "a@b\r\nBcc: c@d",
                "a@b\nc",
                "a\u0000@b",
                "-oQ/tmp",
                "friends: a@b;",
                "\"a@b",
                "<a@b",
                "\u00e4@example.com",
                "a@b\u00fc cher.example",
                "a@\u00fc@b",
                "a@b\u0085",
                "a@b>, <c@d",
            })
    void refusesWhatIsNoAddress(String list) {
        assertThatThrownBy(() -> EmailAddresses.parse(list)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Mail servers know domains in ASCII only; only a server that offers SMTPUTF8 knows other names before the at sign. */
    @ParameterizedTest
    @CsvSource({
        "ops@b\u00fccher.example, ops@xn--bcher-kva.example",
        "Ops <ops@B\u00dcCHER.example>, Ops <ops@xn--bcher-kva.example>",
        "ops@bu\u0308cher.example, ops@xn--bcher-kva.example",
        "ops@\u4f8b\u3048.\u30c6\u30b9\u30c8, ops@xn--r8jz45g.xn--zckzah"
    })
    void convertsADomain(String written, String sent) {
        assertThat(EmailAddresses.parse(written)).containsExactly(sent);
    }

    /** They take a way of their own, on which Jakarta Mail has no say. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "root",
                "www-data",
                "a@b",
                "ops@example.com",
                "first.last+tag_1@mx-1.example.co.uk",
                "1@2.example",
                "a_b-c@localhost",
                "a.b@c.d"
            })
    void aPlainAddressIsOneToJakartaMailToo(String plain) throws Exception {
        assertThat(EmailAddresses.parse(plain)).containsExactly(plain);
        assertThat(EmailAddresses.check(plain)).isEqualTo(plain);
        if (plain.indexOf('@') > 0) {
            new InternetAddress(plain, true).validate();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b@example.com", "a.@example.com", "a@example..com", ".a@b", "a@b@c"})
    void aDotTooManyIsNoAddress(String almost) {
        assertThatThrownBy(() -> EmailAddresses.check(almost)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheBadOne() {
        assertThatThrownBy(() -> EmailAddresses.parse("a@b.example, not one@"))
                .hasMessage("'not one@' is not a mail address; write user@host, or a local user's name");
    }

    @Test
    void aListThatGoesOnForEverIsRefusedQuietly() {
        assertThatThrownBy(() -> EmailAddresses.parse("\"".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEnvelopeHasCheckedAddressesAndASaneHost() {
        assertThat(new Envelope(null, List.of("root"), "web 1\r\n").host()).isEqualTo("localhost");
        assertThat(new Envelope(null, List.of("root"), "web-1.example.com").host())
                .isEqualTo("web-1.example.com");
        assertThat(new Envelope(null, List.of(), "h").to())
                .as("a mail command may know its recipients itself")
                .isEmpty();
        assertThatThrownBy(() -> new Envelope("x\ny", List.of("root"), "h"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
