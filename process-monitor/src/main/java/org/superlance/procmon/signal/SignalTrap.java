package org.superlance.procmon.signal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles signals, as {@code trap} of a shell does. Java has no supported way to do so. {@code sun.misc.Signal} is used by
 * reflection, because the compiler warns of it in a way that cannot be turned off, and because a JVM without it must not
 * keep the command from running.
 */
public final class SignalTrap {

    private static final Logger LOG = LoggerFactory.getLogger(SignalTrap.class);

    private SignalTrap() {}

    /**
     * Sets the handler, for the whole JVM.
     *
     * @param signal its name without SIG, such as {@code HUP}
     * @param task run on a new thread each time; should not take long
     * @return false if this JVM does not support it, which is logged
     */
    public static boolean set(String signal, Runnable task) {
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object handler =
                    Proxy.newProxyInstance(SignalTrap.class.getClassLoader(), new Class<?>[] {handlers}, calls(task));
            Object trapped = signals.getConstructor(String.class).newInstance(signal);
            signals.getMethod("handle", signals, handlers).invoke(null, trapped, handler);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            LOG.warn("cannot handle SIG{} in this JVM: {}", signal, String.valueOf(reason.getMessage()));
            return false;
        }
    }

    @SuppressWarnings("ReferenceEquality") // this is what equals() means for a proxy: to call it would not end
    private static InvocationHandler calls(Runnable task) {
        return (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> run(task);
            case "equals" -> arguments.length == 1 && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "a trap";
        };
    }

    private static @Nullable Object run(Runnable task) {
        task.run();
        return null;
    }
}
