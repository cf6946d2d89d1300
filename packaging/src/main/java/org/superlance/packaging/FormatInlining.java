package org.superlance.packaging;

import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Has SLF4J write its own messages with its own formatter. It makes one with {@code String.format} whenever its provider is
 * named, and throws it away: on Java 17 that compiles a regular expression, and with it the JVM makes its first lambdas.
 */
final class FormatInlining {

    /** SLF4J's, which looks for its provider. */
    static final String PLACE = "org/slf4j/LoggerFactory.class";

    private static final String FORMATTER = "org/slf4j/helpers/MessageFormatter";

    private FormatInlining() {}

    /**
     * @param entries content by name
     * @return the same entries in the same order
     * @throws IllegalArgumentException if SLF4J does not do this any more, or with another conversion than {@code %s}
     */
    static Map<String, byte[]> inline(Map<String, byte[]> entries) {
        Map<String, byte[]> inlined = new LinkedHashMap<>(entries);
        inlined.computeIfPresent(PLACE, (name, content) -> classFile(content));
        return inlined;
    }

    private static byte[] classFile(byte[] content) {
        ClassWriter writer = new ClassWriter(0);
        CallReplacer replacer = new CallReplacer(writer);
        new ClassReader(content).accept(replacer, 0);
        if (replacer.calls == 0) {
            throw new IllegalArgumentException(PLACE + " does not format messages any more");
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

        private int calls;

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
                        calls++;
                        super.visitMethodInsn(opcode, FORMATTER, "basicArrayFormat", shape, isInterface);
                    } else {
                        super.visitMethodInsn(opcode, owner, method, shape, isInterface);
                    }
                }
            };
        }
    }
}
