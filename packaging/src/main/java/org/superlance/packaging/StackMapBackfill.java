package org.superlance.packaging;

import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Libraries of ours are compiled for Java 1.2 and 5. Their class files lack the stack maps by which a JVM verifies a
 * class quickly, and for which a class archive takes it as verified: such classes are verified at each start, in the old
 * and slow way, or stay outside of the archive. Here they get stack maps, as a compiler of today would make them; their
 * code stays as it is.
 */
final class StackMapBackfill {

    /** The first version of the format that has stack maps. Java 6 and 7, in their way from the old one, are none of ours. */
    private static final int WITH_STACK_MAPS = Opcodes.V1_6;

    private static final int OFFSET_OF_VERSION = 6;

    private StackMapBackfill() {}

    /** The same entries; the libraries must be on the class path of this program too. */
    static Map<String, byte[]> backfill(Map<String, byte[]> entries) {
        Map<String, byte[]> backfilled = new LinkedHashMap<>(entries);
        backfilled.replaceAll((name, content) -> name.endsWith(".class") ? backfillClass(content) : content);
        return backfilled;
    }

    /** The class file itself if it has stack maps. */
    static byte[] backfillClass(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        if (reader.readUnsignedShort(OFFSET_OF_VERSION) >= WITH_STACK_MAPS) {
            return classFile;
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        reader.accept(new VersionUpgrade(writer), ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    /** Says that it is a class file of Java 8, whose rules for code are those of Java 5 otherwise. */
    private static final class VersionUpgrade extends ClassVisitor {

        VersionUpgrade(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            super.visit(Opcodes.V1_8, access, name, signature, superName, interfaces);
        }
    }
}
