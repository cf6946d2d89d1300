package org.superlance.listener.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.superlance.listener.testkit.GoSupervisord.Release;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The XML-RPC of a {@link GoSupervisord}, on a socket file. */
final class GoRpcServer implements AutoCloseable {

    private static final int APPLICATION_ERROR = -32_500;

    private final GoSupervisord server;
    private final ServerSocketChannel socket;

    private GoRpcServer(GoSupervisord server, ServerSocketChannel socket) {
        this.server = server;
        this.socket = socket;
    }

    static GoRpcServer listen(GoSupervisord server, Path file) throws IOException {
        Files.deleteIfExists(file);
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(file));
        GoRpcServer rpc = new GoRpcServer(server, socket);
        daemon(rpc::accept);
        return rpc;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "go rpc");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = socket.accept();
                daemon(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SocketChannel connection) {
        try (connection;
                InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
                OutputStream out = Channels.newOutputStream(connection)) {
            boolean open = true;
            while (open) {
                Request request = Request.read(in);
                out.write(answer(request).getBytes(StandardCharsets.UTF_8));
                open = request.keepAlive();
            }
        } catch (IOException | SAXException | ParserConfigurationException e) {
            // the connection ends, as that of the server does
        }
    }

    private String answer(Request request) throws IOException {
        try {
            return http("200 OK", "text/xml", "<methodResponse>" + call(request) + "</methodResponse>");
        } catch (UnsupportedOperationException e) {
            return http("400 Bad Request", "text/plain", "rpc: can't find method " + request.method() + "\n");
        } catch (IllegalArgumentException e) {
            String fault =
                    xml(Map.of("faultCode", APPLICATION_ERROR, "faultString", "Application Error: " + e.getMessage()));
            return http("200 OK", "text/xml", "<methodResponse><fault>" + fault + "</fault></methodResponse>");
        }
    }

    private static String http(String status, String type, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private String call(Request request) throws IOException {
        List<String> parameters = request.parameters();
        return switch (request.method()) {
            case "supervisor.getSupervisorVersion", "supervisor.getVersion", "supervisor.getAPIVersion" ->
                params("3.0");
            case "supervisor.getIdentification" -> params("supervisor");
            case "supervisor.getState" -> params(Map.of("statecode", 1, "statename", "RUNNING"));
            case "supervisor.getPID" -> params((int) ProcessHandle.current().pid());
            case "supervisor.getAllProcessInfo" ->
                params(server.all().stream().map(GoProcess::info).toList());
            case "supervisor.getProcessInfo" -> params(process(parameters).info());
            case "supervisor.startProcess" -> params(start(parameters));
            case "supervisor.stopProcess" -> params(stop(parameters));
            case "supervisor.signalProcess" -> {
                if (!server.knowsSignals()) {
                    throw new UnsupportedOperationException();
                }
                process(parameters).signal(parameters.get(1));
                yield params(true);
            }
            case "supervisor.stopProcessGroup" -> params(stopGroup(parameters.get(0)));
            case "supervisor.tailProcessStderrLog" -> tail(parameters, "stderr");
            case "supervisor.tailProcessStdoutLog" -> tail(parameters, "stdout");
            // its log is /dev/stdout, as in a container
            case "supervisor.readLog" -> throw new IOException("cannot seek in /dev/stdout");
            default -> throw new UnsupportedOperationException();
        };
    }

    private GoProcess process(List<String> parameters) {
        GoProcess process = server.find(parameters.get(0));
        if (process == null) {
            throw new IllegalArgumentException("BAD_NAME no process named " + parameters.get(0));
        }
        return process;
    }

    private boolean start(List<String> parameters) {
        GoProcess process = process(parameters);
        synchronized (server) {
            boolean running = process.isRunning();
            process.start();
            refuse(!running && isAsynchronous(parameters), "fail to start process " + parameters.get(0));
        }
        return true;
    }

    private boolean stop(List<String> parameters) {
        GoProcess process = process(parameters);
        synchronized (server) {
            boolean running = process.isRunning();
            process.stop();
            refuse(running && isAsynchronous(parameters), "fail to stop process " + parameters.get(0));
        }
        return true;
    }

    private List<Map<String, Object>> stopGroup(String group) {
        synchronized (server) {
            List<GoProcess> members = server.all().stream()
                    .filter(process -> process.name().group().equals(group))
                    .toList();
            members.forEach(GoProcess::stop);
            return members.stream().map(GoProcess::info).toList();
        }
    }

    private static boolean isAsynchronous(List<String> parameters) {
        return parameters.size() > 1 && parameters.get(1).equals("0");
    }

    private void refuse(boolean asked, String text) {
        if (asked && server.release() == Release.V0_7_4) {
            throw new IllegalArgumentException(text);
        }
    }

    /** Three results instead of one array of three. */
    private String tail(List<String> parameters, String stream) {
        String name = process(parameters).name().name();
        String log = GrowingTextFile.tail(server.directory().resolve(name + "." + stream + ".log"));
        int length = Integer.parseInt(parameters.get(2));
        return params(log.substring(Math.max(0, log.length() - length)), log.length(), false);
    }

    private static String params(Object... results) {
        StringBuilder params = new StringBuilder("<params>");
        for (Object result : results) {
            params.append("<param>").append(xml(result)).append("</param>");
        }
        return params.append("</params>").toString();
    }

    private static String xml(Object value) {
        StringBuilder xml = new StringBuilder("<value>");
        if (value instanceof Map<?, ?> struct) {
            xml.append("<struct>");
            struct.forEach(
                    (name, member) -> xml.append("<member><name>" + name + "</name>" + xml(member) + "</member>"));
            xml.append("</struct>");
        } else if (value instanceof List<?> array) {
            xml.append("<array><data>");
            array.forEach(element -> xml.append(xml(element)));
            xml.append("</data></array>");
        } else if (value instanceof Integer) {
            xml.append("<int>" + value + "</int>");
        } else if (value instanceof Boolean yes) {
            xml.append("<boolean>" + (yes ? 1 : 0) + "</boolean>");
        } else {
            xml.append("<string>"
                    + value.toString()
                            .replace("&", "&amp;")
                            .replace("<", "&lt;")
                            .replace(">", "&gt;") + "</string>");
        }
        return xml.append("</value>").toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // nobody needs it any more
        }
    }

    /** A call, its parameters as text. */
    private record Request(String method, List<String> parameters, boolean keepAlive) {

        static Request read(InputStream in) throws IOException, SAXException, ParserConfigurationException {
            int length = 0;
            boolean keepAlive = true;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String header = line.toLowerCase(Locale.ROOT);
                if (header.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            header.substring(header.indexOf(':') + 1).strip());
                }
                keepAlive &= !header.equals("connection: close");
            }
            Document call = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(in.readNBytes(length)));
            NodeList values = call.getElementsByTagName("value");
            List<String> parameters = new ArrayList<>();
            for (int i = 0; i < values.getLength(); i++) {
                parameters.add(values.item(i).getTextContent());
            }
            return new Request(
                    call.getElementsByTagName("methodName")
                            .item(0)
                            .getTextContent()
                            .strip(),
                    parameters,
                    keepAlive);
        }

        private static String line(InputStream in) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("end of the connection");
                }
                line.write(next);
            }
            return line.toString(StandardCharsets.ISO_8859_1).strip();
        }
    }
}
