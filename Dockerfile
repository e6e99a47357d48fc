# Built in two steps, so that the image holds a runtime and the jars, and nothing to build with.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY contract contract
COPY dialect dialect
COPY config config
COPY gateway-verticle gateway-verticle
COPY router-verticle router-verticle
COPY health-verticle health-verticle
COPY metrics-verticle metrics-verticle
COPY testkit testkit
COPY app app
COPY bench bench
RUN mvn -q -B -Dquick -pl app -am package

FROM eclipse-temurin:25-jdk
RUN useradd --system --create-home --home-dir /lab lab
WORKDIR /lab
COPY --from=build --chown=lab /src/app/target/lab app/target/lab
COPY --chown=lab lab lab
COPY --chown=lab config/*.yaml config/
USER lab
# Everything is built: the command finds its jars and asks for no Maven. The quick start of this
# JDK is prepared here and not at the first start of every container.
ENV LAB_NO_BUILD=1
# A volume at "state" takes its owner from here.
RUN mkdir -p target state && ./lab --version
EXPOSE 4000 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s \
  CMD ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/4000 && printf 'GET /health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["./lab"]
CMD ["serve"]
