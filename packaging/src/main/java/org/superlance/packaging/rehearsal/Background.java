package org.superlance.packaging.rehearsal;

/** Threads that do not keep the rehearsal from ending. */
final class Background {

    private Background() {}

    static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
