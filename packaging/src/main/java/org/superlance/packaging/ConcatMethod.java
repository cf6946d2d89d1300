package org.superlance.packaging;

import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the concatenation of texts as a static method that gets the parts.
 *
 * <p>Source: {@code java.lang.invoke.StringConcatFactory} says what a recipe is.
 */
final class ConcatMethod {

    private static final char ARGUMENT = '\1';
    private static final char CONSTANT = '\2';

    private ConcatMethod() {}

    /**
     * Writes a method whole.
     *
     * @param descriptor of the dynamic call: the types of what is not constant
     * @param arguments those of {@code makeConcatWithConstants}: the recipe, and the constants that it does not spell out
     */
    static void write(MethodVisitor code, String descriptor, Object... arguments) {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("a text without a recipe is not known here");
        }
        TextBuilderCode builder = new TextBuilderCode(code);
        Type[] types = Type.getArgumentTypes(descriptor);
        String recipe = (String) arguments[0];
        StringBuilder literal = new StringBuilder();
        int next = 0;
        int variable = 0;
        int constant = 1;
        code.visitCode();
        builder.begin();
        for (int i = 0; i < recipe.length(); i++) {
            char c = recipe.charAt(i);
            if (c == ARGUMENT) {
                builder.appendNonEmpty(literal);
                Type type = types[next++];
                code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), variable);
                builder.append(type);
                variable += type.getSize();
            } else {
                literal.append(c == CONSTANT ? text(arguments[constant++]) : c);
            }
        }
        builder.appendNonEmpty(literal);
        builder.end();
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static Object text(Object constant) {
        if (constant instanceof Type || constant instanceof Handle || constant instanceof ConstantDynamic) {
            throw new IllegalArgumentException("a text with the constant " + constant + " is not known here");
        }
        return constant;
    }
}
