# A small image of mailticket: `docker build -t mailticket .` or `buildah build --format docker -t mailticket .`
#
#   docker run -p 25:8025 -p 127.0.0.1:8080:8080 -v mailticket:/var/lib/mailticket \
#     -v ./mailticket.toml:/etc/mailticket/mailticket.toml:ro mailticket
#
# Any Debian with python3 >= 3.11 does as the base.
ARG BASE=docker.io/library/python:3.11-slim-bookworm

FROM ${BASE} AS build
# Build arguments that pip reads by itself, where packages come from somewhere else.
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ARG PIP_TRUSTED_HOST
ENV PIP_NO_CACHE_DIR=true PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=true
RUN python3 -m pip --version >/dev/null 2>&1 \
    || { apt-get update && apt-get install -y --no-install-recommends python3-pip; }
ARG UV_VERSION=0.13.8
RUN python3 -m pip install --quiet --target /uv "uv==${UV_VERSION}" \
    && /uv/bin/uv venv --quiet --no-cache --no-python-downloads --python python3 /opt/mailticket
WORKDIR /build
# What we stand on, in a layer of its own, as it changes seldom: what uv.lock names, and nothing else.
COPY pyproject.toml uv.lock ./
RUN /uv/bin/uv export --quiet --frozen --no-dev --all-extras --no-emit-project --output-file requirements.txt \
    && python3 -m pip --python /opt/mailticket/bin/python install --quiet --require-hashes -r requirements.txt
COPY README.md LICENSE ./
COPY src src
COPY templates templates
COPY config config
RUN python3 -m pip --python /opt/mailticket/bin/python install --quiet --no-deps .

FROM ${BASE}
RUN groupadd --gid 10025 mailticket \
    && useradd --uid 10025 --gid mailticket --no-create-home --home-dir /var/lib/mailticket \
        --shell /usr/sbin/nologin mailticket \
    && install -d -m 0750 -o mailticket -g mailticket /var/lib/mailticket
COPY --from=build /opt/mailticket /opt/mailticket
COPY config/mailticket.toml /etc/mailticket/mailticket.toml
# Only what runs in a container can listen on all addresses; what is reachable is what gets published.
ENV PATH=/opt/mailticket/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    MAILTICKET_CONFIG=/etc/mailticket/mailticket.toml \
    MAILTICKET__SMTP_SERVER__LISTEN=0.0.0.0:8025 \
    MAILTICKET__HTTP__LISTEN=0.0.0.0:8080
# Relative paths of the configuration start here: the database, the secret and mail that no relay took.
WORKDIR /var/lib/mailticket
VOLUME /var/lib/mailticket
USER mailticket
EXPOSE 8025 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["mailticket"]
CMD ["run"]
