package io.meproc.bus;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A cluster of several Vert.x in this JVM that know each other's addresses and talk over real sockets. */
public final class LoopbackCluster {
    private final Map<String, NodeInfo> nodes = new ConcurrentHashMap<>();
    private final Map<String, List<RegistrationInfo>> registrations = new ConcurrentHashMap<>();
    private final List<Member> members = new CopyOnWriteArrayList<>();

    /** One more Vert.x, a member of the cluster. */
    public Future<Vertx> join() {
        return Vertx.builder().withClusterManager(new Member()).buildClustered();
    }

    private final class Member implements ClusterManager {
        private final String id = UUID.randomUUID().toString();
        private volatile @Nullable RegistrationListener listener;
        private volatile boolean active;

        @Override
        public void init(Vertx vertx) {}

        @Override
        public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> promise) {
            promise.fail("not shared here");
        }

        @Override
        public <K, V> Map<K, V> getSyncMap(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void getLockWithTimeout(String name, long timeout, Completable<Lock> promise) {
            promise.fail("not shared here");
        }

        @Override
        public void getCounter(String name, Completable<Counter> promise) {
            promise.fail("not shared here");
        }

        @Override
        public String getNodeId() {
            return id;
        }

        @Override
        public List<String> getNodes() {
            return List.copyOf(nodes.keySet());
        }

        @Override
        public void nodeListener(NodeListener ignored) {}

        @Override
        public void setNodeInfo(NodeInfo info, Completable<Void> promise) {
            nodes.put(id, info);
            promise.succeed();
        }

        @Override
        public NodeInfo getNodeInfo() {
            return Objects.requireNonNull(nodes.get(id));
        }

        @Override
        public void getNodeInfo(String node, Completable<NodeInfo> promise) {
            promise.succeed(Objects.requireNonNull(nodes.get(node)));
        }

        @Override
        public void join(Completable<Void> promise) {
            active = true;
            members.add(this);
            promise.succeed();
        }

        @Override
        public void leave(Completable<Void> promise) {
            active = false;
            members.remove(this);
            nodes.remove(id);
            promise.succeed();
        }

        @Override
        public boolean isActive() {
            return active;
        }

        @Override
        public void registrationListener(RegistrationListener registered) {
            listener = registered;
        }

        @Override
        public void addRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
            registrations
                    .computeIfAbsent(address, any -> new CopyOnWriteArrayList<>())
                    .add(info);
            updated(address);
            promise.succeed();
        }

        @Override
        public void removeRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
            registrations.getOrDefault(address, new CopyOnWriteArrayList<>()).remove(info);
            updated(address);
            promise.succeed();
        }

        private void updated(String address) {
            RegistrationUpdateEvent event = new RegistrationUpdateEvent(address, at(address));
            members.forEach(member -> Objects.requireNonNull(member.listener).registrationsUpdated(event));
        }

        @Override
        public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
            promise.succeed(at(address));
        }
    }

    private List<RegistrationInfo> at(String address) {
        return List.copyOf(registrations.getOrDefault(address, List.of()));
    }
}
