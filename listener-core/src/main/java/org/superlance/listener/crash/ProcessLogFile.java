package org.superlance.listener.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.state.TrustedPath.UntrustedPathException;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.TextSanitizer;

/** The file that supervisord writes the output of a process to, read without supervisord. */
final class ProcessLogFile {

    /** The table has whole seconds, the kernel's clock deviates from that of the machine, and a busy one starts slowly. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(30);

    private ProcessLogFile() {}

    /**
     * Whether a supervisord is on this machine: a process of its table runs here, is its child and was started when the
     * table says. The pids alone prove nothing, since those of two containers are often the same.
     */
    static boolean isOnThisMachine(long supervisord, List<ProcessInfo> processes) {
        return processes.stream()
                .filter(ProcessInfo::hasPid)
                .anyMatch(process -> ProcessHandle.of(process.pid())
                        .filter(here -> isChild(here, supervisord))
                        .flatMap(here -> here.info().startInstant())
                        .filter(start ->
                                Duration.between(start, process.start()).abs().compareTo(START_TOLERANCE) <= 0)
                        .isPresent());
    }

    private static boolean isChild(ProcessHandle process, long parent) {
        return process.parent().filter(handle -> handle.pid() == parent).isPresent();
    }

    /**
     * What could be read.
     *
     * @param text empty if nothing could
     * @param why nothing could, as a clause
     */
    record Content(Optional<String> text, String why) {

        static final Content ELSEWHERE = unreadable("supervisord is not known to be on this machine");

        private static Content unreadable(String why) {
            return new Content(Optional.empty(), why);
        }
    }

    /**
     * The last bytes of the file, with U+FFFD for what is not UTF-8. Never waits, as for a FIFO, and opens nothing that
     * another user can have put there.
     */
    static Content tail(String log, int bytes) {
        String shown = TextSanitizer.excerpt(log);
        try {
            Path file = Path.of(log);
            return file.isAbsolute()
                    ? new Content(Optional.of(read(new TrustedPath().regularFile(file), bytes)), "")
                    : Content.unreadable(shown + " is not an absolute path");
        } catch (UntrustedPathException e) {
            return Content.unreadable(e.clause());
        } catch (NoSuchFileException e) {
            return Content.unreadable(shown + " does not exist");
        } catch (AccessDeniedException e) {
            return Content.unreadable("no permission to read " + shown);
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            return Content.unreadable(shown + " cannot be read");
        }
    }

    private static String read(Path file, int bytes) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long start = Math.max(0, channel.size() - bytes);
            channel.position(start);
            ByteBuffer end = ByteBuffer.allocate(bytes);
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // a read may return less than there is
            }
            end.flip();
            if (start > 0) {
                skipPartialCharacter(end);
            }
            return StandardCharsets.UTF_8.decode(end).toString();
        }
    }

    private static void skipPartialCharacter(ByteBuffer text) {
        for (int skipped = 0; skipped < 3 && text.hasRemaining() && isContinuation(text); skipped++) {
            text.get();
        }
    }

    private static boolean isContinuation(ByteBuffer text) {
        return (text.get(text.position()) & 0xC0) == 0x80;
    }
}
