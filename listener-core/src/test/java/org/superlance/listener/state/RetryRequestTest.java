package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryRequestTest {

    @TempDir
    private Path directory;

    @Test
    void isTakenOnce() throws IOException {
        assertThat(RetryRequest.take(directory)).isEmpty();

        RetryRequest.ask(directory, List.of("a", "b"));
        RetryRequest.ask(directory, List.of("c", "d"));

        assertThat(RetryRequest.isPending(directory)).isTrue();
        assertThat(RetryRequest.take(directory)).contains(Set.of("c", "d"));
        assertThat(RetryRequest.isPending(directory)).isFalse();
        assertThat(RetryRequest.take(directory)).isEmpty();
    }

    @Test
    void meansEverythingWithoutNames() throws IOException {
        RetryRequest.ask(directory, List.of());

        assertThat(RetryRequest.take(directory)).contains(Set.of());
    }

    @Test
    void followsNoLink() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "kept");
        Files.createSymbolicLink(directory.resolve(RetryRequest.NAME), other);
        Files.createSymbolicLink(directory.resolve(RetryRequest.NAME + ".tmp"), other);

        assertThat(RetryRequest.take(directory)).isEmpty();
        RetryRequest.ask(directory, List.of("a"));

        assertThat(other).hasContent("kept");
        assertThat(RetryRequest.take(directory)).contains(Set.of("a"));
    }

    @Test
    void needsADirectory() {
        assertThatThrownBy(() -> RetryRequest.ask(directory.resolve("none"), List.of()))
                .isInstanceOf(IOException.class);
    }
}
