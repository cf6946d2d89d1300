package org.superlance.packaging;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Has SLF4J look for the provider of the log in another way. It asks the loader of its own class, which is null where the
 * JVM's own loads it, and so it is to ask the system's. And it makes a message with {@code String.format} that it throws
 * away: on Java 17 that compiles a regular expression, and with it the JVM makes its first lambdas. SLF4J's own formatter
 * does.
 */
final class ProviderLookup {

    /** SLF4J's, which looks for its provider. */
    static final String PLACE = "org/slf4j/LoggerFactory.class";

    private static final String FORMATTER = "org/slf4j/helpers/MessageFormatter";

    private ProviderLookup() {}

    /**
     * @param entries content by name
     * @return the same entries in the same order
     * @throws IllegalArgumentException if SLF4J does this in another way now
     */
    static Map<String, byte[]> adapt(Map<String, byte[]> entries) {
        return MethodRewriting.in(entries, PLACE, ProviderLookup::classFile);
    }

    private static byte[] classFile(byte[] content) {
        AtomicInteger messages = new AtomicInteger();
        AtomicInteger loaders = new AtomicInteger();
        byte[] adapted = MethodRewriting.rewrite(content, (method, next) -> new CallReplacer(next, messages, loaders));
        if (messages.get() == 0 || loaders.get() == 0) {
            throw new IllegalArgumentException(PLACE + " looks for its provider in another way");
        }
        return adapted;
    }

    private static String pattern(String format) {
        String pattern = format.replace("%s", "{}");
        if (pattern.contains("%") || format.contains("{}")) {
            throw new IllegalArgumentException(PLACE + " formats in another way: " + format);
        }
        return pattern;
    }

    private static final class CallReplacer extends MethodVisitor {

        private final AtomicInteger messages;
        private final AtomicInteger loaders;

        CallReplacer(MethodVisitor next, AtomicInteger messages, AtomicInteger loaders) {
            super(Opcodes.ASM9, next);
            this.messages = messages;
            this.loaders = loaders;
        }

        @Override
        public void visitLdcInsn(Object constant) {
            super.visitLdcInsn(constant instanceof String text && text.contains("%") ? pattern(text) : constant);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String shape, boolean isInterface) {
            if (owner.equals("java/lang/String") && method.equals("format")) {
                messages.incrementAndGet();
                super.visitMethodInsn(opcode, FORMATTER, "basicArrayFormat", shape, isInterface);
            } else if (owner.equals("java/lang/Class") && method.equals("getClassLoader")) {
                loaders.incrementAndGet();
                super.visitInsn(Opcodes.POP);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC, "java/lang/ClassLoader", "getSystemClassLoader", shape, false);
            } else {
                super.visitMethodInsn(opcode, owner, method, shape, isInterface);
            }
        }
    }
}
