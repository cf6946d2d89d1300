package org.superlance.packaging.cds;

/** Threads that do not keep the rehearsal from ending. */
final class DaemonThreads {

    private DaemonThreads() {}

    static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
