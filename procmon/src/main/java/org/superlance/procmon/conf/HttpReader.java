package org.superlance.procmon.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.IniFile;
import org.superlance.listener.config.IniSection;

/** Reads where calls are answered. */
final class HttpReader {

    private final IniFile ini;
    private final Context context;
    private final Paths paths;

    HttpReader(IniFile ini, Context context, Paths paths) {
        this.ini = ini;
        this.context = context;
        this.paths = paths;
    }

    /** Socket files first: the first of all is what processes are told. */
    List<HttpSpec> read() throws ConfigException {
        List<HttpSpec> servers = new ArrayList<>();
        for (IniSection section : ini.sectionsOf("unix_http_server")) {
            Values values = new Values(section, context.variables(), paths);
            servers.add(server(values, socketFile(values)));
        }
        for (IniSection section : ini.sectionsOf("inet_http_server")) {
            Values values = new Values(section, context.variables(), paths);
            servers.add(server(values, port(values)));
        }
        return servers;
    }

    private HttpSpec server(Values values, HttpSpec.Place place) throws ConfigException {
        Optional<String> user = values.text("username");
        Optional<String> password = values.text("password");
        if (user.isPresent() != password.isPresent()) {
            throw new ConfigException("section [" + values.section() + "] has only one of username and password;"
                    + " write both, or neither to let everybody in who can connect");
        }
        values.unknown()
                .forEach(key -> context.warn(
                        key + " in section [" + values.section() + "] is not supported and has no effect"));
        return new HttpSpec(values.section(), place, user.map(name -> new HttpSpec.Login(name, password.orElse(""))));
    }

    private static HttpSpec.Place socketFile(Values values) throws ConfigException {
        return new HttpSpec.SocketFile(
                values.path("file")
                        .orElseThrow(() -> new ConfigException(
                                "section [" + values.section() + "] has no file; add file=/path/of.sock")),
                values.octal("chmod").orElse("0700"),
                values.text("chown"));
    }

    private static HttpSpec.Place port(Values values) throws ConfigException {
        String text = values.text("port").orElse("");
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw values.wrong("port", text, "write a port, or host:port, such as 127.0.0.1:9001");
        }
        return new HttpSpec.Port(host.equals("*") ? "" : host, Integer.parseInt(port));
    }
}
