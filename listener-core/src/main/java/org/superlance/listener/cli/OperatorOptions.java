package org.superlance.listener.cli;

import java.nio.file.Path;
import java.util.Optional;

/** The options of a command with which an operator looks after the listeners of a host. */
public final class OperatorOptions extends OptionGroup {

    {
        withHelp(); // those come first
    }

    private final Option<Path> stateDir = value(Path.class, "--state-dir")
            .paramLabel("DIR")
            .description("State directory of the listeners (default: SUPERLANCE_STATE_DIR, else /var/lib/superlance).");

    /** The state directory of all listeners; empty leaves it to the environment. */
    public Optional<Path> stateDir() {
        return stateDir.optional();
    }

    /** The supervisord that a command asks. */
    public static final class ServerOptions extends OptionGroup {

        private final Option<String> serverUrl = value(String.class, "--server-url")
                .paramLabel("URL")
                .description("The supervisord to ask, unix:///path/to.sock or http://host:port.");

        private final Option<Path> configuration = value(Path.class, "-C", "--configuration")
                .paramLabel("FILE")
                .description("The supervisord.conf of the supervisord to ask (default: that in the usual places).");

        /** The supervisord to ask; empty leaves it to the environment and the configuration. */
        public Optional<String> serverUrl() {
            return serverUrl.optional();
        }

        /** The supervisord.conf to find it in; empty for that in the usual places. */
        public Optional<Path> configuration() {
            return configuration.optional();
        }
    }
}
