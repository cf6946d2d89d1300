package org.superlance.procmon.rpc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.supervisor.Fault;

/**
 * Reads parts of logs. At most 2 MiB at a time, and one part after the other, so that logs of any size do no harm. What
 * is no UTF-8, as half a character at the beginning, is left out.
 *
 * <p>Source: supervisord 4.2's {@code readLog} and {@code tailProcessStdoutLog}.
 */
final class LogFileReader {

    private static final int MAX_LENGTH = 2 << 20;

    /**
     * From the offset on; from so many bytes before the end if it is negative.
     *
     * @param length 0 for all that there is
     */
    synchronized String read(Optional<Path> log, int offset, int length) throws RpcFaultException {
        if (log.isEmpty()) {
            throw new RpcFaultException(Fault.NO_FILE);
        }
        Path file = log.get();
        if (!Files.isRegularFile(file)) {
            throw new RpcFaultException(Fault.NO_FILE, file.toString());
        }
        if (length < 0 || (offset < 0 && length != 0)) {
            throw new RpcFaultException(Fault.BAD_ARGUMENTS);
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long start = offset < 0
                    ? Math.max(0, in.length() + Math.max(offset, -MAX_LENGTH))
                    : Math.min(offset, in.length());
            long max = length == 0 ? in.length() - start : length;
            return text(in, start, max);
        } catch (IOException e) {
            throw new RpcFaultException(Fault.FAILED);
        }
    }

    /** The text, where it ends in the log, and whether there was more than was asked for. */
    synchronized List<Object> tail(Optional<Path> log, int offset, int length) {
        if (log.filter(Files::isRegularFile).isEmpty()) {
            return List.of("", 0, false);
        }
        try (RandomAccessFile in = new RandomAccessFile(log.get().toFile(), "r")) {
            long size = in.length();
            boolean overflow = size > (long) offset + length;
            boolean nothing = !overflow && offset > size - 1;
            long wanted = nothing ? 0 : Math.min(MAX_LENGTH, Math.max(0, length));
            long start = Math.max(0, size - wanted);
            String text = wanted == 0 ? "" : text(in, start, wanted);
            return List.of(text, (int) Math.min(Integer.MAX_VALUE, size), overflow);
        } catch (IOException e) {
            return List.of("", offset, false);
        }
    }

    private static String text(RandomAccessFile in, long start, long max) throws IOException {
        byte[] bytes = new byte[(int) Math.max(0, Math.min(Math.min(max, in.length() - start), MAX_LENGTH))];
        in.seek(start);
        int read = 0;
        for (int more = 0; more >= 0 && read < bytes.length; read += Math.max(more, 0)) {
            more = in.read(bytes, read, bytes.length - read);
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.IGNORE)
                .decode(ByteBuffer.wrap(bytes, 0, read))
                .toString();
    }
}
