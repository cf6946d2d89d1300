package org.superlance.packaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Each kind of lambda, method reference and record that a compiler makes a dynamic call of. */
final class DynamicCallSamples implements Supplier<List<String>> {

    private final List<String> seen = new ArrayList<>();
    private final int base = 7;

    /** What all samples give. */
    @Override
    public List<String> get() {
        captures((byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, true, "text");
        references();
        conversions();
        generics();
        records();
        return seen;
    }

    private void captures(byte b, short s, char c, int i, long l, float f, double d, boolean z, String text) {
        Supplier<String> all = () -> Stream.of(b, s, c, i, l, f, d, z, text, base)
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        seen.add(all.get());
        Runnable nested = () -> {
            Runnable inner = () -> seen.add("inner " + i + text + base);
            inner.run();
        };
        nested.run();
        int[] counter = {0};
        Consumer<String> ignoresResult = seen::add;
        ignoresResult.andThen(word -> counter[0]++).accept("counted");
        seen.add("count " + counter[0]);
    }

    private void references() {
        Function<String, Integer> virtual = String::length;
        Function<Integer, int[]> array = int[]::new;
        IntFunction<List<?>[]> generic = List<?>[]::new;
        Supplier<List<String>> constructor = ArrayList::new;
        Function<String, StringBuilder> oneArgument = StringBuilder::new;
        Supplier<String> bound = "bound"::toUpperCase;
        BinaryOperator<Integer> statics = Math::max;
        Function<Object[], List<Object>> varargs = Arrays::asList;
        Supplier<String> ofSuper = super::toString;
        Function<Shape, String> onInterface = Shape::name;
        Supplier<String> privateOfInterface = Shape.hidden();
        Supplier<String> hidden = this::secret;
        Supplier<Inner> inner = Inner::new;
        seen.add(virtual.apply("four") + " " + array.apply(3).length + " " + generic.apply(2).length
                + constructor.get());
        seen.add(oneArgument.apply("built") + bound.get() + statics.apply(3, 9) + varargs.apply(new Object[] {1, "x"}));
        seen.add(ofSuper.get().replaceAll("@.*", "") + onInterface.apply(() -> "circle") + privateOfInterface.get());
        seen.add(hidden.get() + inner.get().outer());
    }

    private String secret() {
        return "secret " + base;
    }

    private void conversions() {
        ToLongFunction<Integer> unboxesAndWidens = value -> value;
        ToDoubleFunction<Character> ofChar = value -> value;
        ToIntFunction<Byte> ofByte = Byte::intValue;
        IntToLongFunction widens = value -> value;
        Function<Integer, Object> boxes = value -> value + 1;
        IntFunction<Long> boxesLong = Long::valueOf;
        IntBinaryOperator sum = Integer::sum;
        ToLongFunction<Integer> byReference = DynamicCallSamples::twice;
        Function<Integer, Long> boxedTwice = DynamicCallSamples::twice;
        seen.add(
                unboxesAndWidens.applyAsLong(1) + " " + ofChar.applyAsDouble('a') + " " + ofByte.applyAsInt((byte) -1));
        seen.add(widens.applyAsLong(-5) + " " + boxes.apply(2) + " " + boxesLong.apply(3) + " " + sum.applyAsInt(4, 5));
        seen.add(byReference.applyAsLong(21) + " " + boxedTwice.apply(4));
        seen.add(IntStream.of(3, 1, 2).boxed().sorted(Comparator.reverseOrder()).toList() + "");
        Function<Integer, Float> toFloat = value -> value * 1f;
        seen.add(toFloat.apply(Integer.MAX_VALUE) + " "
                + Stream.of(1L, 2L).mapToDouble(Long::doubleValue).sum());
    }

    private static long twice(long value) {
        return 2 * value;
    }

    private void generics() {
        UnaryOperator<String> operator = String::strip;
        BiFunction<String, Integer, Character> charAt = String::charAt;
        Strings bridged = text -> text + "!";
        Function<String, String> asFunction = bridged;
        Runnable marked = (Runnable & Marker) () -> seen.add("marked");
        marked.run();
        seen.add(operator.apply(" x ")
                + charAt.apply("abc", 1)
                + asFunction.apply("bridged")
                + (marked instanceof Marker));
        TreeMap<String, Integer> counts = new TreeMap<>();
        Stream.of("a", "b", "a").forEach(word -> counts.merge(word, 1, Integer::sum));
        seen.add(counts.toString());
        seen.add(Stream.of("bb", "a").sorted(Comparator.comparing("bb"::equals)).toList() + failure());
    }

    private static String failure() {
        Supplier<String> throwing = () -> {
            throw new IllegalStateException("thrown");
        };
        try {
            return throwing.get();
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void records() {
        Sample one = sample(Double.NaN, 0f, "x");
        List<Sample> others = List.of(
                sample(Double.NaN, 0f, "x"),
                sample(1, 0f, "x"),
                sample(Double.NaN, -0f, "x"),
                sample(Double.NaN, 0f, null));
        seen.add(one + " " + one.hashCode());
        for (Sample other : others) {
            seen.add(one.equals(other) + " " + other.equals(one) + " " + (one.hashCode() == other.hashCode()));
        }
        seen.add(same(one, null) + " " + one.equals((Object) "x") + new Empty() + new Empty().hashCode());
        seen.add(new Empty().equals(new Empty()) + " "
                + new Generic<>(List.of(1), 2).equals(new Generic<>(List.of(1), 2)));
    }

    private static boolean same(Object one, @Nullable Object other) {
        return one.equals(other);
    }

    private static Sample sample(double d, float f, @Nullable String text) {
        return new Sample((byte) 1, (short) 2, 'c', 3, 4, f, d, true, text, List.of("one"));
    }

    private interface Marker {}

    private interface Strings extends UnaryOperator<String> {
        @Override
        String apply(String text);
    }

    private interface Shape {
        String name();

        static Supplier<String> hidden() {
            Shape square = () -> "square";
            return square::loud;
        }

        private String loud() {
            Supplier<String> name = () -> name() + "!";
            return name.get();
        }
    }

    private final class Inner {
        String outer() {
            Supplier<String> secret = DynamicCallSamples.this::secret;
            return "inner of " + secret.get();
        }
    }

    private record Sample(
            byte b,
            short s,
            char c,
            int i,
            long l,
            float f,
            double d,
            boolean z,
            @Nullable String text,
            List<String> words) {}

    private record Empty() {}

    private record Generic<T extends List<?>>(T list, int number) {}
}
