package org.superlance.listener.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GreetingNameTest {

    @TempDir
    private Path directory;

    @Test
    void aFullNameIsTakenAsItIs() {
        assertThat(GreetingName.full("web1.example.com", directory.resolve("none")))
                .hasValue("web1.example.com");
    }

    @Test
    void anAliasInHostsIsAsGood() throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), """
                127.0.0.1 localhost localhost.localdomain
                # 192.0.2.1 vm-of-ours wrong.example.com
                192.0.2.2 other other.example.com
                127.0.1.1\tvm-of-ours vm-of-ours.example.com # right
                """);

        assertThat(GreetingName.full("VM-of-ours", hosts)).hasValue("vm-of-ours.example.com");
    }

    @Test
    void theNameOfTheLoopbackIsNone() throws Exception {
        Path hosts =
                Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost.localdomain no-such-host-of-ours\n");

        assertThat(GreetingName.full("no-such-host-of-ours", hosts)).isEmpty();
    }

    @Test
    void anAddressIsWrittenAsALiteral() throws Exception {
        assertThat(GreetingName.literal(InetAddress.getByName("192.0.2.1"))).isEqualTo("[192.0.2.1]");
        assertThat(GreetingName.literal(InetAddress.getByName("2001:db8::1"))).isEqualTo("[IPv6:2001:db8:0:0:0:0:0:1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nQUIT", "-a", "[x]", "a@b"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> GreetingName.check(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--helo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail.example.com", "vm", "[192.0.2.1]", "[IPv6:2001:db8::1]"})
    void namesAndAddressesCanBeGiven(String name) {
        assertThat(GreetingName.check(name)).isEqualTo(name);
    }
}
