package org.superlance.procmon.launch;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.superlance.procmon.child.Child;
import org.superlance.procmon.child.SpawnException;
import org.superlance.procmon.conf.ProgramSpec;
import org.superlance.procmon.log.Sink;

/** The logs of one run, from before its start until it has written its last. */
record Streams(Sink stdout, Sink stderr) {

    static Streams open(ProgramLogs logs) throws SpawnException {
        Sink stdout = Sink.none();
        try {
            stdout = logs.stdout().open();
            return new Streams(stdout, logs.stderr().open());
        } catch (IOException e) {
            stdout.close();
            throw new SpawnException("its log cannot be opened (" + e.getMessage() + ")", e);
        }
    }

    void close() {
        stdout.close();
        stderr.close();
    }

    /** The future completes when everything has been taken. */
    CompletableFuture<Void> pump(ProgramSpec program, Child child, Outlet outlet, Executor loop) {
        long pid = child.pid();
        Optional<Consumer<byte[]>> out =
                outlet.wantsStdout() ? Optional.of(inTurn(loop, bytes -> outlet.stdout(pid, bytes))) : Optional.empty();
        CompletableFuture<Void> end = Pump.start(program.name() + "-stdout", child.stdout(), stdout, out);
        if (program.output().together()) {
            stderr.close();
            return end;
        }
        Optional<Consumer<byte[]>> err =
                outlet.wantsStderr() ? Optional.of(inTurn(loop, bytes -> outlet.stderr(pid, bytes))) : Optional.empty();
        return CompletableFuture.allOf(end, Pump.start(program.name() + "-stderr", child.stderr(), stderr, err));
    }

    /** What a process writes faster than the loop takes it waits in the process. */
    private static Consumer<byte[]> inTurn(Executor loop, Consumer<byte[]> taker) {
        return bytes ->
                CompletableFuture.runAsync(() -> taker.accept(bytes), loop).join();
    }
}
