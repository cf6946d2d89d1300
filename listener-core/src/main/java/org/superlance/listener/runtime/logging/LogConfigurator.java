package org.superlance.listener.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Sends the log to stderr, one line an entry. In code, because reading a configuration would double the start-up time. */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    private static final String STDERR = "stderr";
    private static final String ROOT_LOGGER = "org.superlance";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Layout layout = new Layout();
        layout.setContext(context);
        layout.start();

        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();

        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setName(STDERR);
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();

        VerboseFilter verbose = new VerboseFilter();
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
    public static void verbose() {
        ListenerThreadGroup.current()
                .ifPresentOrElse(
                        ListenerThreadGroup::setVerbose, () -> rootLogger().setLevel(Level.DEBUG));
    }

    /**
     * Writes a JSON object a line from now on: of the calling listener, if there are several.
     *
     * @param listener what its lines say whose they are, where there are not several
     */
    public static void json(String listener) {
        ListenerThreadGroup.current()
                .ifPresentOrElse(
                        ListenerThreadGroup::setJson, () -> layout().ifPresent(layout -> layout.listener = listener));
    }

    /** Empty where somebody else has configured the log, as tests may. */
    private static Optional<Layout> layout() {
        Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        return root.getAppender(STDERR) instanceof ConsoleAppender<?> stderr
                        && stderr.getEncoder() instanceof LayoutWrappingEncoder<?> encoder
                        && encoder.getLayout() instanceof Layout layout
                ? Optional.of(layout)
                : Optional.empty();
    }

    /** Logs failures only, while a table says the rest. */
    public static void quiet() {
        rootLogger().setLevel(Level.ERROR);
    }

    /** Undoes {@link #quiet}; does nothing where it was not called. */
    public static void endQuiet() {
        if (rootLogger().getLevel() == Level.ERROR) {
            rootLogger().setLevel(Level.INFO);
        }
    }

    private static Logger rootLogger() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(ROOT_LOGGER);
    }

    /**
     * {@code 2026-11-21T02:54:56.192+01:00 WARN  restart web:w1: …}; what comes from outside cannot begin a new line. Where
     * several listeners share a process, {@code [memmon]} after the level says whose line it is.
     */
    static final class Layout extends LayoutBase<ILoggingEvent> {

        /** Set for lines in JSON: whose they are. */
        private volatile @Nullable String listener;

        @Override
        public String doLayout(ILoggingEvent event) {
            Optional<ListenerThreadGroup> group = ListenerThreadGroup.current();
            String name = group.filter(threads -> listener != null || threads.isJson())
                    .map(ThreadGroup::getName)
                    .orElse(listener);
            return name == null ? text(event, group) : JsonLine.of(event, name);
        }

        private static String text(ILoggingEvent event, Optional<ListenerThreadGroup> group) {
            StringBuilder line = new StringBuilder(160);
            LogTime.appendTo(line, event.getTimeStamp());
            line.append(' ').append(event.getLevel());
            line.append(event.getLevel().levelStr.length() < 5 ? "  " : " ");
            group.ifPresent(threads -> appendSafely(line, "[" + threads.getName() + "] "));
            appendSafely(line, event.getFormattedMessage());
            line.append('\n');
            IThrowableProxy fault = event.getThrowableProxy();
            if (fault != null) {
                line.append(ThrowableProxyUtil.asString(fault));
            }
            return line.toString();
        }

        private static void appendSafely(StringBuilder line, String message) {
            for (int i = 0; i < message.length(); i++) {
                char c = message.charAt(i);
                line.append(Character.isISOControl(c) && c != '\t' ? '?' : c);
            }
        }
    }

    /** Lets through what the verbose ones of several listeners in a process log, whatever the level of all is. */
    private static final class VerboseFilter extends TurboFilter {

        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] parameters,
                @Nullable Throwable fault) {
            boolean verbose = level == Level.DEBUG
                    && logger.getName().startsWith(ROOT_LOGGER)
                    && ListenerThreadGroup.current()
                            .map(ListenerThreadGroup::isVerbose)
                            .orElse(false);
            return verbose ? FilterReply.ACCEPT : FilterReply.NEUTRAL;
        }
    }
}
