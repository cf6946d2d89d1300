package org.superlance.packaging;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes {@code toString}, {@code hashCode} or {@code equals} of a record as a static method that gets the record.
 *
 * @param code of the method
 * @param type of the record
 * @param fields of its components, in order
 */
record RecordMethod(MethodVisitor code, Type type, List<Handle> fields) {

    private static final String OBJECTS = "java/util/Objects";

    /**
     * Writes a method whole.
     *
     * @param method its name in the record
     * @param arguments those of {@code ObjectMethods}: the type, the names of the components, and a getter for each
     */
    static void write(MethodVisitor code, String method, Object... arguments) {
        List<Handle> fields =
                Stream.of(arguments).skip(2).map(Handle.class::cast).toList();
        RecordMethod writer = new RecordMethod(code, (Type) arguments[0], fields);
        code.visitCode();
        switch (method) {
            case "toString" -> writer.text();
            case "hashCode" -> writer.hash();
            case "equals" -> writer.equality();
            default -> throw new IllegalArgumentException("a record has no method " + method + " of its own");
        }
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void text() {
        TextBuilderCode builder = new TextBuilderCode(code);
        builder.begin();
        String name = type.getInternalName();
        String before = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1) + "[";
        for (Handle field : fields) {
            builder.append(before + field.getName() + "=");
            load(0, field);
            builder.append(Type.getType(field.getDesc()));
            before = ", ";
        }
        builder.append(fields.isEmpty() ? before + "]" : "]");
        builder.end();
    }

    private void hash() {
        code.visitInsn(Opcodes.ICONST_0);
        for (Handle field : fields) {
            code.visitIntInsn(Opcodes.BIPUSH, 31);
            code.visitInsn(Opcodes.IMUL);
            load(0, field);
            Type component = Type.getType(field.getDesc());
            if (Primitive.isReference(component)) {
                code.visitMethodInsn(Opcodes.INVOKESTATIC, OBJECTS, "hashCode", "(Ljava/lang/Object;)I", false);
            } else {
                String shape = "(" + component.getDescriptor() + ")I";
                code.visitMethodInsn(Opcodes.INVOKESTATIC, Primitive.box(component), "hashCode", shape, false);
            }
            code.visitInsn(Opcodes.IADD);
        }
        code.visitInsn(Opcodes.IRETURN);
    }

    private void equality() {
        Label different = new Label();
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitTypeInsn(Opcodes.INSTANCEOF, type.getInternalName());
        code.visitJumpInsn(Opcodes.IFEQ, different);
        for (Handle field : fields) {
            load(0, field);
            load(1, field);
            compare(Type.getType(field.getDesc()), different);
        }
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(different);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
    }

    /** Two primitives by the comparison of their box: NaN is equal to NaN, and 0.0 is not -0.0. */
    private void compare(Type component, Label different) {
        if (Primitive.isReference(component)) {
            String shape = "(Ljava/lang/Object;Ljava/lang/Object;)Z";
            code.visitMethodInsn(Opcodes.INVOKESTATIC, OBJECTS, "equals", shape, false);
            code.visitJumpInsn(Opcodes.IFEQ, different);
        } else {
            String shape = "(" + component.getDescriptor() + component.getDescriptor() + ")I";
            code.visitMethodInsn(Opcodes.INVOKESTATIC, Primitive.box(component), "compare", shape, false);
            code.visitJumpInsn(Opcodes.IFNE, different);
        }
    }

    private void load(int argument, Handle field) {
        code.visitVarInsn(Opcodes.ALOAD, argument);
        code.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
        code.visitFieldInsn(Opcodes.GETFIELD, field.getOwner(), field.getName(), field.getDesc());
    }

    /** Primitive types and their boxes. */
    static final class Primitive {

        private static final Map<Type, String> BOXES = Map.of(
                Type.BOOLEAN_TYPE, "java/lang/Boolean",
                Type.CHAR_TYPE, "java/lang/Character",
                Type.BYTE_TYPE, "java/lang/Byte",
                Type.SHORT_TYPE, "java/lang/Short",
                Type.INT_TYPE, "java/lang/Integer",
                Type.LONG_TYPE, "java/lang/Long",
                Type.FLOAT_TYPE, "java/lang/Float",
                Type.DOUBLE_TYPE, "java/lang/Double");

        private Primitive() {}

        static boolean isReference(Type type) {
            return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
        }

        /** The internal name of the class whose objects hold values of a primitive type. */
        static String box(Type type) {
            String name = BOXES.get(type);
            if (name == null) {
                throw new IllegalArgumentException(type + " is no primitive type");
            }
            return name;
        }

        /** The primitive type that the objects of a class hold; empty if they hold none. */
        static Optional<Type> content(Type type) {
            return BOXES.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(type.getInternalName()))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }
}
