package org.superlance.procmon.spawn.io;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.procmon.log.Sink;
import org.superlance.procmon.spawn.Child;
import org.superlance.procmon.spawn.SpawnException;

/** The logs of one run, from before its start until it has written its last. */
record ProcessStreams(Sink stdout, Sink stderr) {

    static ProcessStreams open(SubprocessLogs logs) throws SpawnException {
        Sink stdout = Sink.none();
        try {
            stdout = logs.stdout().open();
            return new ProcessStreams(stdout, logs.stderr().open());
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
    CompletableFuture<Void> pump(ProgramConfig program, Child child, OutputDispatcher dispatcher, Executor loop) {
        long pid = child.pid();
        Optional<Consumer<byte[]>> out = dispatcher.wantsStdout()
                ? Optional.of(onLoop(loop, bytes -> dispatcher.stdout(pid, bytes)))
                : Optional.empty();
        CompletableFuture<Void> end = StreamPump.start(program.name() + "-stdout", child.stdout(), stdout, out);
        if (program.output().together()) {
            stderr.close();
            return end;
        }
        Optional<Consumer<byte[]>> err = dispatcher.wantsStderr()
                ? Optional.of(onLoop(loop, bytes -> dispatcher.stderr(pid, bytes)))
                : Optional.empty();
        return CompletableFuture.allOf(end, StreamPump.start(program.name() + "-stderr", child.stderr(), stderr, err));
    }

    /** What a process writes faster than the loop takes it waits in the process. */
    private static Consumer<byte[]> onLoop(Executor loop, Consumer<byte[]> taker) {
        return bytes ->
                CompletableFuture.runAsync(() -> taker.accept(bytes), loop).join();
    }
}
