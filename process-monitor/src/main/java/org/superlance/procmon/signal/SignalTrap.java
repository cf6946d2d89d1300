package org.superlance.procmon.signal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something when a signal comes, instead of what the JVM would do; the same as {@code trap} of a shell. The JVM has
 * no supported way to it. The one that it has, {@code sun.misc.Signal}, is reached by reflection, because the compiler
 * warns of it in a way that cannot be turned off, and a JVM without it must not keep us from running.
 */
public final class SignalTrap {

    private static final Logger LOG = LoggerFactory.getLogger(SignalTrap.class);

    private SignalTrap() {}

    /**
     * Sets what is to be done from now on, for the whole JVM.
     *
     * @param signal its name without SIG, such as {@code HUP}
     * @param task is run on a thread of its own each time; it should not take long
     * @return false if it cannot be done here, which is logged
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
            LOG.warn("this Java lets nobody handle SIG{}: {}", signal, String.valueOf(reason.getMessage()));
            return false;
        }
    }

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
