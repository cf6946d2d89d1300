package org.superlance.packaging;

import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
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
        Map<String, byte[]> adapted = new LinkedHashMap<>(entries);
        adapted.computeIfPresent(PLACE, (name, content) -> classFile(content));
        return adapted;
    }

    private static byte[] classFile(byte[] content) {
        ClassWriter writer = new ClassWriter(0);
        CallReplacer replacer = new CallReplacer(writer);
        new ClassReader(content).accept(replacer, 0);
        if (replacer.messages == 0 || replacer.loaders == 0) {
            throw new IllegalArgumentException(PLACE + " looks for its provider in another way");
        }
        return writer.toByteArray();
    }

    private static String pattern(String format) {
        String pattern = format.replace("%s", "{}");
        if (pattern.contains("%") || format.contains("{}")) {
            throw new IllegalArgumentException(PLACE + " formats in another way: " + format);
        }
        return pattern;
    }

    private static final class CallReplacer extends ClassVisitor {

        private int messages;
        private int loaders;

        CallReplacer(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitLdcInsn(Object constant) {
                    super.visitLdcInsn(
                            constant instanceof String text && text.contains("%") ? pattern(text) : constant);
                }

                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String method, String shape, boolean isInterface) {
                    if (owner.equals("java/lang/String") && method.equals("format")) {
                        messages++;
                        super.visitMethodInsn(opcode, FORMATTER, "basicArrayFormat", shape, isInterface);
                    } else if (owner.equals("java/lang/Class") && method.equals("getClassLoader")) {
                        loaders++;
                        super.visitInsn(Opcodes.POP);
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC, "java/lang/ClassLoader", "getSystemClassLoader", shape, false);
                    } else {
                        super.visitMethodInsn(opcode, owner, method, shape, isInterface);
                    }
                }
            };
        }
    }
}
