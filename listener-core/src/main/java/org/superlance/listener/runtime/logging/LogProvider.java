package org.superlance.listener.runtime.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The log for a JVM that is started with {@code -Dslf4j.provider} and the name of this class, as the launchers do: the same
 * as without, at a fraction of the time.
 *
 * <p>Without, SLF4J and logback search the class path for who provides the log, who configures it, and of what version they
 * are. That opens the JAR, whose table of contents then stays in memory, and reads the rules of all time zones.
 */
public final class LogProvider implements SLF4JServiceProvider {

    /** Of SLF4J: any of 2.0. */
    private static final String API_VERSION = "2.0.99";

    private final LoggerContext context = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter contextMap = new LogbackMDCAdapter();

    @Override
    public void initialize() {
        context.setName("default");
        context.setMDCAdapter(contextMap);
        LogConfigurator configurator = new LogConfigurator();
        configurator.setContext(context);
        configurator.configure(context);
        context.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return context;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contextMap;
    }

    @Override
    public String getRequestedApiVersion() {
        return API_VERSION;
    }
}
