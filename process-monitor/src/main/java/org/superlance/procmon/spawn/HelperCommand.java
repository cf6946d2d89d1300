package org.superlance.procmon.spawn;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run of a tool of the system that says little and is done at once. */
final class HelperCommand {

    /** Only what hangs takes so long, also where the machine is busy. */
    private static final long TIMEOUT_SECONDS = 60;

    /** A pipe holds so much whether anybody reads or not. */
    private static final int MAX_OUTPUT = 4096;

    private HelperCommand() {}

    /** @param output what it wrote on stdout and stderr */
    record Outcome(int status, String output) {

        boolean isSuccess() {
            return status == 0;
        }
    }

    /** What came of it; empty if it could not be started or was not done within a minute. */
    static Optional<Outcome> run(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        try {
            return await(builder.start());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Outcome> await(Process process) throws IOException {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
            byte[] output = process.getInputStream().readNBytes(MAX_OUTPUT);
            return Optional.of(new Outcome(process.exitValue(), new String(output, StandardCharsets.UTF_8)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }
}
