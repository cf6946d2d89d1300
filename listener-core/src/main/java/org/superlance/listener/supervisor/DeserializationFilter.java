package org.superlance.listener.supervisor;

import java.io.ObjectInputFilter;
import org.slf4j.LoggerFactory;

/**
 * Java deserialization, which no listener needs and which the XML-RPC library has been attacked through.
 *
 * <p>Source: CVE-2016-5003 and CVE-2019-17570.
 */
public final class DeserializationFilter {

    private static final String REJECT_EVERY_CLASS = "!*";

    private DeserializationFilter() {}

    /**
     * Forbids it for the whole process and for good; the first thing that a {@code main} does. Calling it again changes
     * nothing.
     */
    public static void forbid() {
        if (REJECT_EVERY_CLASS.equals(System.getProperty("jdk.serialFilter"))) {
            // The launcher has had the JVM see to it, which does not make the start wait.
            return;
        }
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(new RejectAll());
        } else if (!(ObjectInputFilter.Config.getSerialFilter() instanceof RejectAll)) {
            // looked up only now: a start need not wait for the logging to be set up
            LoggerFactory.getLogger(DeserializationFilter.class)
                    .warn("keeping the jdk.serialFilter of this JVM for Java deserialization; remove that option to"
                            + " forbid deserialization");
        }
    }

    private static final class RejectAll implements ObjectInputFilter {
        @Override
        public Status checkInput(FilterInfo info) {
            return Status.REJECTED;
        }
    }
}
