package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java 17 has no switch over the kinds of a sealed interface, which would not compile when one is missing. */
class KindsTest {
    private static final Map<Class<?>, Object> VALUES =
            Map.of(boolean.class, false, int.class, 0, long.class, 0L, Run.class, new Run(new ReplicaId("a", 0), 1));

    static Stream<Class<?>> events() {
        return kinds(TaskEvent.class);
    }

    static Stream<Class<?>> effects() {
        return kinds(Effect.class);
    }

    static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(KindsTest::kinds)
                : Stream.of(type);
    }

    @ParameterizedTest
    @MethodSource("events")
    void eachKindOfEventIsVisitedByItsMethod(Class<?> kind) throws ReflectiveOperationException {
        List<String> called = new ArrayList<>();
        recorder(TaskEventVisitor.class, called).visit((TaskEvent) some(kind));
        assertThat(called).hasSize(1).first().asString().isEqualToIgnoringCase(kind.getSimpleName());
    }

    @ParameterizedTest
    @MethodSource("effects")
    void eachKindOfEffectIsOneAction(Class<?> kind) throws ReflectiveOperationException {
        List<String> called = new ArrayList<>();
        recorder(Effect.Actions.class, called).visit((Effect) some(kind));
        String name = kind == Effect.Reply.class ? "answer" : kind.getSimpleName();
        assertThat(called).hasSize(1).first().asString().isEqualToIgnoringCase(name);
    }

    /** Notes the names of the methods that are called, but for those that have a body. */
    private static <T> T recorder(Class<T> type, List<String> called) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            called.add(method.getName());
            return null;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object some(Class<?> kind) throws ReflectiveOperationException {
        Class<?>[] types = Arrays.stream(kind.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        return kind.getDeclaredConstructor(types)
                .newInstance(Arrays.stream(types).map(VALUES::get).toArray());
    }
}
