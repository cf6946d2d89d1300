package org.superlance.oomemonitor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs out of memory in its first life and hangs, as a program does whose main thread is gone; its second is frugal. */
final class OutOfMemoryProgram {

    private OutOfMemoryProgram() {}

    /** @param arguments the file that tells the second life from the first */
    public static void main(String[] arguments) throws Exception {
        Path fed = Path.of(arguments[0]);
        if (!Files.exists(fed)) {
            Files.createFile(fed);
            Thread eater = new Thread(OutOfMemoryProgram::eat, "eater");
            eater.start();
            eater.join();
        }
        new CountDownLatch(1).await();
    }

    private static void eat() {
        List<byte[]> eaten = new ArrayList<>();
        while (!eaten.contains(null)) {
            eaten.add(new byte[100_000]);
        }
    }
}
