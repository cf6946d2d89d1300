package org.superlance.listener.util;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Short ids that distinguish texts, such as in file names. They hide nothing: not for secrets that can be guessed. */
public final class ShortHash {

    private ShortHash() {}

    /** Eight hexadecimal digits, the same ones for the same text. */
    public static String of(String text) {
        CRC32 hash = new CRC32();
        hash.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) hash.getValue());
    }
}
