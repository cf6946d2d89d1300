package org.superlance.packaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.superlance.packaging.RecordMethod.Primitive;

/**
 * Writes the class of one lambda: it holds what the lambda has captured, and calls the method that has its code. As a
 * nest mate of the class that the lambda is in, it may call private methods.
 *
 * @param name the internal name of the class
 * @param captured the types of what the lambda has captured
 * @param target the method with the code
 * @param exact parameters and result of the lambda, without type variables
 */
record LambdaClass(String name, List<Type> captured, Handle target, Type exact) {

    /** A static method that takes what is captured, and returns the lambda. */
    static final String FACTORY = "make";

    private static final int SERIALIZABLE = 1;
    private static final int MARKERS = 2;
    private static final int BRIDGES = 4;

    /**
     * The class file.
     *
     * @param host the internal name of the nest that it belongs to
     * @param method the name of the only method of the interface
     * @param factory the descriptor of the factory
     * @param arguments those of {@code LambdaMetafactory}
     */
    static byte[] of(String name, String host, String method, String factory, Object... arguments) {
        int flags = arguments.length > 3 ? (Integer) arguments[3] : 0;
        if ((flags & SERIALIZABLE) != 0) {
            throw new IllegalArgumentException(name + " is serializable, which is not known here");
        }
        List<String> interfaces = new ArrayList<>();
        interfaces.add(Type.getReturnType(factory).getInternalName());
        List<Type> shapes = new ArrayList<>();
        shapes.add((Type) arguments[0]);
        int next = 4;
        if ((flags & MARKERS) != 0) {
            for (int left = (Integer) arguments[next++]; left > 0; left--) {
                interfaces.add(((Type) arguments[next++]).getInternalName());
            }
        }
        if ((flags & BRIDGES) != 0) {
            for (int left = (Integer) arguments[next++]; left > 0; left--) {
                shapes.add((Type) arguments[next++]);
            }
        }
        List<Type> captured = List.of(Type.getArgumentTypes(factory));
        return new LambdaClass(name, captured, (Handle) arguments[1], (Type) arguments[2])
                .classFile(host, interfaces, method, shapes, factory);
    }

    private byte[] classFile(String host, List<String> interfaces, String method, List<Type> shapes, String factory) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        writer.visit(Opcodes.V17, access, name, null, "java/lang/Object", interfaces.toArray(String[]::new));
        writer.visitNestHost(host);
        for (int i = 0; i < captured.size(); i++) {
            int hidden = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
            writer.visitField(hidden, field(i), captured.get(i).getDescriptor(), null, null)
                    .visitEnd();
        }
        String constructor = Type.getMethodDescriptor(Type.VOID_TYPE, captured.toArray(Type[]::new));
        write(writer, Opcodes.ACC_PRIVATE, "<init>", constructor, this::construct);
        write(writer, Opcodes.ACC_STATIC, FACTORY, factory, code -> make(code, constructor));
        for (Type shape : shapes) {
            write(writer, Opcodes.ACC_PUBLIC, method, shape.getDescriptor(), code -> call(code, shape));
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static String field(int number) {
        return "captured" + number;
    }

    /** Writes the code of a method. */
    private interface Body {
        void write(MethodVisitor code);
    }

    private static void write(ClassWriter writer, int access, String method, String descriptor, Body body) {
        MethodVisitor code = writer.visitMethod(access, method, descriptor, null, null);
        code.visitCode();
        body.write(code);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void construct(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        int local = 1;
        for (int i = 0; i < captured.size(); i++) {
            Type type = captured.get(i);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
            code.visitFieldInsn(Opcodes.PUTFIELD, name, field(i), type.getDescriptor());
            local += type.getSize();
        }
        code.visitInsn(Opcodes.RETURN);
    }

    private void make(MethodVisitor code, String constructor) {
        code.visitTypeInsn(Opcodes.NEW, name);
        code.visitInsn(Opcodes.DUP);
        int local = 0;
        for (Type type : captured) {
            code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
            local += type.getSize();
        }
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", constructor, false);
        code.visitInsn(Opcodes.ARETURN);
    }

    /** @param shape the method as the interface has it, with what its type variables are erased to */
    private void call(MethodVisitor code, Type shape) {
        boolean isConstructor = target.getTag() == Opcodes.H_NEWINVOKESPECIAL;
        List<Type> wanted = wanted();
        if (isConstructor) {
            code.visitTypeInsn(Opcodes.NEW, target.getOwner());
            code.visitInsn(Opcodes.DUP);
        }
        for (int i = 0; i < captured.size(); i++) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(
                    Opcodes.GETFIELD, name, field(i), captured.get(i).getDescriptor());
            convert(code, captured.get(i), wanted.get(i));
        }
        Type[] given = shape.getArgumentTypes();
        int local = 1;
        for (int i = 0; i < given.length; i++) {
            code.visitVarInsn(given[i].getOpcode(Opcodes.ILOAD), local);
            local += given[i].getSize();
            convert(code, given[i], exact.getArgumentTypes()[i]);
            convert(code, exact.getArgumentTypes()[i], wanted.get(captured.size() + i));
        }
        code.visitMethodInsn(opcode(), target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
        Type result = isConstructor ? Type.getObjectType(target.getOwner()) : Type.getReturnType(target.getDesc());
        give(code, result, shape.getReturnType());
    }

    /** What the target takes, with the object that it is called on. */
    private List<Type> wanted() {
        List<Type> wanted = new ArrayList<>();
        if (target.getTag() != Opcodes.H_INVOKESTATIC && target.getTag() != Opcodes.H_NEWINVOKESPECIAL) {
            wanted.add(Type.getObjectType(target.getOwner()));
        }
        wanted.addAll(Arrays.asList(Type.getArgumentTypes(target.getDesc())));
        return wanted;
    }

    /** A private method of a nest mate is called like any other. */
    private int opcode() {
        return switch (target.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            default -> target.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        };
    }

    private void give(MethodVisitor code, Type result, Type returned) {
        if (returned.getSort() != Type.VOID) {
            convert(code, result, exact.getReturnType());
            convert(code, exact.getReturnType(), returned);
        } else if (result.getSize() > 0) {
            code.visitInsn(result.getSize() == 1 ? Opcodes.POP : Opcodes.POP2);
        }
        code.visitInsn(returned.getOpcode(Opcodes.IRETURN));
    }

    /** Converts what is on the stack as {@code LambdaMetafactory} does: by a cast, a box, or to a wider number. */
    private static void convert(MethodVisitor code, Type from, Type to) {
        if (from.equals(to)) {
            return;
        }
        if (Primitive.isReference(from) && Primitive.isReference(to)) {
            code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
        } else if (Primitive.isReference(from)) {
            unbox(code, from, to);
        } else if (Primitive.isReference(to)) {
            String box = Primitive.box(from);
            String shape = "(" + from.getDescriptor() + ")L" + box + ";";
            code.visitMethodInsn(Opcodes.INVOKESTATIC, box, "valueOf", shape, false);
        } else {
            widen(code, from, to);
        }
    }

    /** What is in the box of another primitive type is taken out of that, and made wider. */
    private static void unbox(MethodVisitor code, Type from, Type to) {
        Type content = Primitive.content(from).orElse(to);
        String box = Primitive.box(content);
        if (!from.getInternalName().equals(box)) {
            code.visitTypeInsn(Opcodes.CHECKCAST, box);
        }
        String method = content.getClassName() + "Value";
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, box, method, "()" + content.getDescriptor(), false);
        convert(code, content, to);
    }

    private static void widen(MethodVisitor code, Type from, Type to) {
        int source = from.getSort() == Type.LONG ? 1 : from.getSort() == Type.FLOAT ? 2 : 0;
        int[] opcodes = switch (to.getSort()) {
            case Type.LONG -> new int[] {Opcodes.I2L};
            case Type.FLOAT -> new int[] {Opcodes.I2F, Opcodes.L2F};
            case Type.DOUBLE -> new int[] {Opcodes.I2D, Opcodes.L2D, Opcodes.F2D};
            default -> new int[] {Opcodes.NOP};
        };
        code.visitInsn(opcodes[source]);
    }
}
