package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserAccountsTest {

    private final UserAccounts users = new UserAccounts();

    @Test
    void findsAUserByNameAndByNumber() {
        assertThat(users.find("root")).isEqualTo(users.find("0"));
        assertThat(users.find("root").orElseThrow().uid()).isZero();
        assertThat(Path.of(users.find("root").orElseThrow().home())).matches(Files::exists, "exists");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no-such-user",
                "-s",
                "--help",
                "123456789",
                "12345678901234567890",
                "root\0",
                "roo*",
                ".",
                "root:x"
            })
    void findsNobodyElse(String name) {
        assertThat(users.find(name)).isEmpty();
    }
}
