package org.superlance.listener.runtime;

/**
 * Puts a listener together: the one place where its parts meet. A listener is made of
 *
 * <ul>
 *   <li>a {@link ListenerCommand}, which has the options and turns them into
 *   <li>a config, an immutable record that implements {@link ListenerSettings}; nobody reads an option after that
 *   <li>this factory, whose {@link #create} names every part of the listener, and
 *   <li>a main class, which calls {@link EventListenerRunner#run}.
 * </ul>
 *
 * Under supervisord, for {@code --once}, for {@code --check}, in {@code superlance FILE} and in tests it is this factory
 * that makes the listener; only the {@link ListenerContext} differs.
 *
 * @param <C> the config
 */
@FunctionalInterface
public interface ListenerFactory<C extends ListenerSettings> {

    /**
     * Makes a listener that does nothing yet. Called after READY.
     *
     * @param context belongs to the listener, which closes it in {@link RunningListener#close}
     */
    RunningListener create(C config, ListenerContext context);
}
