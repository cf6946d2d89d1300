package org.superlance.memmon.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every call as supervisord answers {@code getAllProcessInfo} for these processes, all of them running. */
public final class StandInServer implements AutoCloseable {

    private final HttpServer server;
    private final byte[] answer;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final List<Long> requests = new CopyOnWriteArrayList<>();

    public StandInServer(List<Long> pids) throws IOException {
        answer = answer(pids).getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/RPC2", exchange -> {
            requests.add(System.nanoTime());
            try {
                answer(exchange);
                answered.incrementAndGet();
            } finally {
                ended.incrementAndGet();
            }
        });
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many calls were answered. */
    public int answered() {
        return answered.get();
    }

    /** Waits until all calls that have come until now are answered, or have ended without. */
    void awaitAnswers() throws InterruptedException {
        int calls = requests.size();
        while (ended.get() < calls) {
            Thread.sleep(1);
        }
    }

    /** When each call came, by {@link System#nanoTime}. */
    public List<Long> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static String answer(List<Long> pids) {
        StringBuilder xml =
                new StringBuilder("<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value><array><data>\n");
        for (int i = 0; i < pids.size(); i++) {
            process(xml, "w" + i, pids.get(i));
        }
        return xml.append("</data></array></value>\n</param>\n</params>\n</methodResponse>\n")
                .toString();
    }

    private static void process(StringBuilder xml, String name, long pid) {
        xml.append("<value><struct>\n");
        member(xml, "name", "string", name);
        member(xml, "group", "string", "web");
        member(xml, "start", "int", "1763690000");
        member(xml, "stop", "int", "0");
        member(xml, "now", "int", "1763693600");
        member(xml, "state", "int", "20");
        member(xml, "statename", "string", "RUNNING");
        member(xml, "spawnerr", "string", "");
        member(xml, "exitstatus", "int", "0");
        member(xml, "logfile", "string", "/var/log/supervisor/" + name + "-stdout.log");
        member(xml, "stdout_logfile", "string", "/var/log/supervisor/" + name + "-stdout.log");
        member(xml, "stderr_logfile", "string", "/var/log/supervisor/" + name + "-stderr.log");
        member(xml, "pid", "int", Long.toString(pid));
        member(xml, "description", "string", "pid " + pid + ", uptime 1:00:00");
        xml.append("</struct></value>\n");
    }

    private static void member(StringBuilder xml, String name, String type, String value) {
        xml.append("<member>\n<name>").append(name).append("</name>\n<value><");
        xml.append(type).append('>').append(value).append("</").append(type).append("></value>\n</member>\n");
    }
}
