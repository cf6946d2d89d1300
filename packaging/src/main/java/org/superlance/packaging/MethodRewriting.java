package org.superlance.packaging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Changes the code of class files, such that no stack map changes. */
final class MethodRewriting {

    private MethodRewriting() {}

    /** What is to be done with the code of a method. */
    @FunctionalInterface
    interface Change {

        /**
         * @param method its name
         * @param next takes the new code
         * @return takes the old code
         */
        MethodVisitor of(String method, MethodVisitor next);
    }

    /**
     * Changes one class of a JAR, if it is there.
     *
     * @param entries content by name
     * @return the same entries in the same order
     */
    static Map<String, byte[]> in(Map<String, byte[]> entries, String name, UnaryOperator<byte[]> rewriter) {
        Map<String, byte[]> rewritten = new LinkedHashMap<>(entries);
        rewritten.computeIfPresent(name, (place, content) -> rewriter.apply(content));
        return rewritten;
    }

    /** The class file with its methods changed, and without the constants that nothing in it names any more. */
    static byte[] rewrite(byte[] classFile, Change change) {
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor visitor = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return change.of(name, super.visitMethod(access, name, descriptor, signature, exceptions));
            }
        };
        new ClassReader(classFile).accept(visitor, 0);
        return writer.toByteArray();
    }
}
