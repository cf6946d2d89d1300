package org.superlance.listener.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** Sends the log to stderr, one line an entry. In code, because reading a configuration would double the start-up time. */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    static final String ROOT_LOGGER = "org.superlance";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LogLayout layout = new LogLayout();
        layout.setContext(context);
        layout.start();

        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();

        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();

        VerboseListenerFilter verbose = new VerboseListenerFilter();
        verbose.setContext(context);
        verbose.start();
        context.addTurboFilter(verbose);

        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(stderr);
        context.getLogger(ROOT_LOGGER).setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Logs every decision, also those that leave a process alone: of the calling listener, if there are several. */
    static void verbose() {
        ListenerThreadGroup.current()
                .ifPresentOrElse(
                        ListenerThreadGroup::setVerbose, () -> rootLogger().setLevel(Level.DEBUG));
    }

    /** Logs failures only, while a table says the rest. */
    static void quiet() {
        rootLogger().setLevel(Level.ERROR);
    }

    /** Undoes {@link #quiet}; does nothing where it was not called. */
    static void endQuiet() {
        if (rootLogger().getLevel() == Level.ERROR) {
            rootLogger().setLevel(Level.INFO);
        }
    }

    private static Logger rootLogger() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(ROOT_LOGGER);
    }
}
