package org.superlance.procmon.config;

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
    private final SectionContext sectionContext;
    private final PathResolver pathResolver;

    HttpReader(IniFile ini, SectionContext sectionContext, PathResolver pathResolver) {
        this.ini = ini;
        this.sectionContext = sectionContext;
        this.pathResolver = pathResolver;
    }

    /** Socket files first: the first of all is what processes are told. */
    List<HttpSpec> read() throws ConfigException {
        List<HttpSpec> servers = new ArrayList<>();
        for (IniSection section : ini.sectionsOf("unix_http_server")) {
            SectionValues sectionValues = new SectionValues(section, sectionContext.variables(), pathResolver);
            servers.add(server(sectionValues, socketFile(sectionValues)));
        }
        for (IniSection section : ini.sectionsOf("inet_http_server")) {
            SectionValues sectionValues = new SectionValues(section, sectionContext.variables(), pathResolver);
            servers.add(server(sectionValues, port(sectionValues)));
        }
        return servers;
    }

    private HttpSpec server(SectionValues sectionValues, HttpSpec.Place place) throws ConfigException {
        Optional<String> user = sectionValues.text("username");
        Optional<String> password = sectionValues.text("password");
        if (user.isPresent() != password.isPresent()) {
            throw new ConfigException("section [" + sectionValues.section() + "] has only one of username and password;"
                    + " write both, or neither to let everybody in who can connect");
        }
        sectionValues
                .unknown()
                .forEach(key -> sectionContext.warn(
                        key + " in section [" + sectionValues.section() + "] is not supported and has no effect"));
        return new HttpSpec(
                sectionValues.section(), place, user.map(name -> new HttpSpec.Login(name, password.orElse(""))));
    }

    private static HttpSpec.Place socketFile(SectionValues sectionValues) throws ConfigException {
        return new HttpSpec.SocketFile(
                sectionValues
                        .path("file")
                        .orElseThrow(() -> new ConfigException(
                                "section [" + sectionValues.section() + "] has no file; add file=/path/of.sock")),
                sectionValues.octal("chmod").orElse("0700"),
                sectionValues.text("chown"));
    }

    private static HttpSpec.Place port(SectionValues sectionValues) throws ConfigException {
        String text = sectionValues.text("port").orElse("");
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw sectionValues.wrong("port", text, "write a port, or host:port, such as 127.0.0.1:9001");
        }
        return new HttpSpec.Port(host.equals("*") ? "" : host, Integer.parseInt(port));
    }
}
