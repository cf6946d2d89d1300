package org.superlance.listener.testkit;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A program that really holds memory, and more and more of it. {@link GrowingProgram} says how to run it. */
final class MemoryHog {

    private static final int MEGABYTE = 1 << 20;
    private static final int PAGE = 4096;

    private final List<byte[]> held = new ArrayList<>();
    private final PrintStream out;

    private MemoryHog(PrintStream out) {
        this.out = out;
    }

    /** @param args megabytes at the start, megabytes a step, milliseconds between steps, megabytes to stop growing at */
    public static void main(String[] args) {
        new MemoryHog(System.out)
                .run(
                        Integer.parseInt(args[0]),
                        Integer.parseInt(args[1]),
                        Duration.ofMillis(Long.parseLong(args[2])),
                        Integer.parseInt(args[3]));
    }

    private void run(int start, int step, Duration pause, int end) {
        hold(start);
        while (step > 0 && held.size() + step <= end) {
            pause(pause);
            hold(step);
        }
        while (true) {
            pause(Duration.ofHours(1));
        }
    }

    private void hold(int megabytes) {
        for (int i = 0; i < megabytes; i++) {
            byte[] block = new byte[MEGABYTE];
            for (int page = 0; page < block.length; page += PAGE) {
                block[page] = 1;
            }
            held.add(block);
        }
        out.println(ProcessHandle.current().pid() + " holds " + held.size() + " MB");
        out.flush();
    }

    private static void pause(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
