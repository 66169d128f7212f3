# docker build -t meproc .
# docker run -d --name meproc -p 127.0.0.1:8606:8606 -v meproc:/var/lib/meproc meproc
# docker stop -t 20 meproc

FROM debian:12-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl openjdk-17-jdk-headless \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# The tests ran before anybody makes an image; ./check is for them.
RUN ./mvnw -B -q -Dmaven.test.skip=true package

FROM debian:12-slim
# tini: process 1 must reap orphans that Meproc never started, and pass signals on.
# curl: for the health check below, and for the README's session inside the container.
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl openjdk-17-jre-headless tini \
    && rm -rf /var/lib/apt/lists/*

# A fixed number, so that files in a volume keep their owner from one image to the next.
RUN groupadd --gid 8606 meproc \
    && useradd --uid 8606 --gid meproc --home-dir /var/lib/meproc --no-create-home --shell /bin/sh meproc \
    && install -d -o meproc -g meproc -m 0700 /var/lib/meproc

# ./meproc expects its jar beside it, and the rest in lib, as the jar's manifest does.
COPY --from=build /src/target/meproc.jar /src/meproc /opt/meproc/
COPY --from=build /src/target/lib /opt/meproc/lib
COPY --from=build /src/src/main/sh/find-java.sh /opt/meproc/lib/
RUN ln -s /opt/meproc/meproc /usr/local/bin/meproc

# Loopback inside a container is reachable by nobody outside; who reaches this address is for docker's -p to say.
# Requests that name another host than localhost need that host as MEPROC_WEB_IP, or web.ip in a configuration file.
ENV MEPROC_IP=0.0.0.0 \
    MEPROC_DATA_DIR=/var/lib/meproc/data \
    MEPROC_LOG_DIR=/var/lib/meproc/log
EXPOSE 8606
VOLUME /var/lib/meproc
WORKDIR /var/lib/meproc

# Tasks with "user" or "group" need the right to switch: docker run --user root.
USER meproc

HEALTHCHECK --start-period=10s --interval=30s --timeout=5s \
    CMD curl -fsS -o /dev/null "http://127.0.0.1:${MEPROC_PORT:-8606}/proc"

# Meproc gives its tasks ten seconds to end, as long as docker stop gives Meproc: stop with more, say -t 20.
ENTRYPOINT ["/usr/bin/tini", "--", "/opt/meproc/meproc"]
