package org.superlance.superlance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.superlance.crashmail.Crashmail;
import org.superlance.listener.event.Event;
import org.superlance.listener.runtime.CommandContext;

/** superlance with one listener more, {@code fragile}: the first event in its life ends it by an error, and no other. */
final class FragileListenerMain {

    private FragileListenerMain() {}

    /** @param arguments those of superlance */
    public static void main(String[] arguments) {
        Path directory = Path.of(System.getenv("FRAGILE_DIRECTORY"));
        SuperlanceSubcommands commands = new SuperlanceSubcommands(
                Map.of("fragile", new ScriptedListener(event -> take(event, directory)), "crashmail", Crashmail::run));
        System.exit(new Superlance(commands, CommandContext.ofThisProcess()).runFile(arguments));
    }

    private static void take(Event event, Path directory) {
        try {
            if (directory.resolve("broken").toFile().createNewFile()) {
                throw new NoClassDefFoundError("on purpose");
            }
            Files.writeString(directory.resolve("taken"), event.payload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
