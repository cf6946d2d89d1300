package org.superlance.packaging;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes what a method does with a {@code StringBuilder} on top of its stack.
 *
 * @param code of the method
 */
record TextBuilderCode(MethodVisitor code) {

    private static final String BUILDER = "java/lang/StringBuilder";

    /** Makes the builder. */
    void begin() {
        code.visitTypeInsn(Opcodes.NEW, BUILDER);
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, BUILDER, "<init>", "()V", false);
    }

    /** Adds a text. */
    void append(String text) {
        code.visitLdcInsn(text);
        append(Type.getType(String.class));
    }

    /** Adds what has been collected, if anything, and empties it. */
    void appendNonEmpty(StringBuilder collected) {
        if (!collected.isEmpty()) {
            append(collected.toString());
            collected.setLength(0);
        }
    }

    /** Adds the value on top of the stack. */
    void append(Type type) {
        String shape = switch (type.getSort()) {
            case Type.BYTE, Type.SHORT -> "I";
            case Type.OBJECT, Type.ARRAY ->
                type.equals(Type.getType(String.class)) ? type.getDescriptor() : "Ljava/lang/Object;";
            default -> type.getDescriptor();
        };
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILDER, "append", "(" + shape + ")L" + BUILDER + ";", false);
    }

    /** Returns the text. */
    void end() {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILDER, "toString", "()Ljava/lang/String;", false);
        code.visitInsn(Opcodes.ARETURN);
    }
}
