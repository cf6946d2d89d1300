package org.superlance.crashsms;

/** How much of an SMS a text takes, by the alphabet that 3GPP TS 23.038 gives mobile phones. */
final class SmsLength {

    /** In one SMS, in the default alphabet. */
    static final int MAX_SEPTETS = 160;

    /** In one SMS, as soon as one character is in neither table. */
    static final int MAX_UCS2_UNITS = 70;

    private static final String BASIC = "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5"
            + "\u0394_\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\u00c6\u00e6\u00df\u00c9"
            + " !\"#\u00a4%&'()*+,-./0123456789:;<=>?"
            + "\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7"
            + "\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0";
    private static final String EXTENSION = "\f^{}\\[~]|\u20ac";

    private SmsLength() {}

    /** Whether the text is made of characters of the default alphabet and its extension. */
    static boolean canWrite(String text) {
        return text.chars().allMatch(c -> BASIC.indexOf(c) >= 0 || EXTENSION.indexOf(c) >= 0);
    }

    /** How many septets the text takes, a character of the extension two; only if it {@link #canWrite}. */
    static int count(String text) {
        return text.length()
                + (int) text.chars().filter(c -> EXTENSION.indexOf(c) >= 0).count();
    }

    /** Whether the text fits into one SMS. Beyond the alphabet counts what UCS-2 takes: a pair of surrogates two. */
    static boolean fitOneSms(String text) {
        return canWrite(text) ? count(text) <= MAX_SEPTETS : text.length() <= MAX_UCS2_UNITS;
    }
}
