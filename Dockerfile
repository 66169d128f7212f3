# docker build -t meproc .
# docker run -d --name meproc -p 127.0.0.1:8606:8606 -v meproc:/var/lib/meproc meproc
# docker stop -t 40 meproc

# Debian 12, by the digest of its image for all architectures, so that the same source makes the same image. Another one, such as a
# newer one with the security updates since: --build-arg BASE=debian:12-slim
ARG BASE=debian:12-slim@sha256:88200866dfff7ea7f5cbcb6ec7c8a701889efe6fe859fe64d6990e4b07ea4171

FROM ${BASE} AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl openjdk-17-jdk-headless \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# First the files that the downloads depend on, so that a change of a source downloads nothing.
COPY .mvn .mvn
COPY mvnw pom.xml ./
ENV MAVEN_GOALS="resources:resources compiler:compile dependency:copy-dependencies@lib jar:jar" \
    MAVEN_ARGS="-B -q -Dmeproc.checks=false -Daether.dependencyCollector.impl=bf"
RUN ./mvnw ${MAVEN_GOALS}
COPY . .
# Without tests, which ./check runs.
RUN ./mvnw -o ${MAVEN_GOALS}

FROM ${BASE}
ARG VERSION=2.0.0
LABEL org.opencontainers.image.title="Meproc" \
    org.opencontainers.image.description="A process management service" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.licenses="BSD-3-Clause"
# No init: Meproc itself reaps what process 1 must reap, and ends its tasks at SIGTERM.
# curl: for the health check below.
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl openjdk-17-jre-headless \
    && rm -rf /var/lib/apt/lists/*

# A fixed number, so that files in a volume keep their owner from one image to the next.
RUN groupadd --gid 8606 meproc \
    && useradd --uid 8606 --gid meproc --home-dir /var/lib/meproc --no-create-home --shell /bin/sh meproc \
    && install -d -o meproc -g meproc -m 0700 /var/lib/meproc

# ./meproc and the manifest of the jar expect the libraries in lib beside the jar.
COPY --from=build /src/target/lib /opt/meproc/lib
COPY --from=build /src/src/main/sh/archive.sh /src/src/main/sh/find-java.sh /src/src/main/sh/java-options.sh /src/src/main/sh/service.sh /opt/meproc/lib/
COPY --from=build /src/meproc /src/target/meproc.jar /opt/meproc/
# Class archives halve the time of a start. Only the Java that made them can use them, so they are made in the image.
RUN /opt/meproc/meproc --version && test -s /opt/meproc/meproc-client-*.jsa
RUN ln -s /opt/meproc/meproc /usr/local/bin/meproc

# Loopback inside a container can't be reached from outside; docker's -p decides who can reach this address.
# Requests that name another host than localhost need that host in MEPROC_WEB_NAMES, or web.names in a configuration file.
ENV MEPROC_IP=0.0.0.0 \
    MEPROC_DATA_DIR=/var/lib/meproc/data \
    MEPROC_LOG_DIR=/var/lib/meproc/log
# There is no password: a client that reaches this port, from any container of the same network too, can run commands
# in this one. Publish it on loopback only (-p 127.0.0.1:8606:8606), and give it a network of its own.
EXPOSE 8606
VOLUME /var/lib/meproc
WORKDIR /var/lib/meproc

# Tasks with "user" or "group" need root: docker run --user root.
USER meproc

HEALTHCHECK --start-period=10s --interval=30s --timeout=5s \
    CMD curl -fsS -o /dev/null "http://127.0.0.1:${MEPROC_PORT:-8606}/api/v1/node"

# By default tasks have 10 s to end, and docker stop waits only 10 s for Meproc: use a longer time, such as -t 40.
ENTRYPOINT ["/opt/meproc/meproc"]
