"""Faults that Compose refuses, one for each rule of them that the other faults leave out."""

from __future__ import annotations

from tests.projects.faults import CLOUD, HOME, MEDIA, MONITORING, PROXY, RADARR, fault

DOORBELL = "    cap_drop: [ALL]\n\nvolumes:\n"
"""Where the last service of its file ends."""

FAULTS = (
    fault(
        "a key is misspelt",
        (HOME, "      interval: 30s\n", "      intervall: 30s\n"),
        found=("compose-unknown-key", HOME, "intervall: 30s"),
    ),
    fault(
        "a condition that does not exist",
        (CLOUD, "      app:\n        condition: service_healthy\n", "      app:\n        condition: healthy\n"),
        found=("compose-invalid-enum", CLOUD, "condition: healthy"),
    ),
    fault(
        "a volume in the long form without its type",
        (HOME, "      - zigbee:/app/data\n", "      - source: zigbee\n        target: /app/data\n"),
        found=("compose-key-missing", HOME, "- source: zigbee"),
    ),
    fault(
        "a newer key than the deployed Compose knows",
        (
            PROXY,
            "    image: traefik/whoami:v1.10.4\n",
            "    build: {context: caddy, dockerfile: Caddyfile, sbom: true}\n",
        ),
        found=("compose-key-too-new", PROXY, "build: {context: caddy"),
    ),
    fault(
        "a Dockerfile twice",
        (
            PROXY,
            "    image: traefik/whoami:v1.10.4\n",
            (
                "    build:\n      context: caddy\n      dockerfile: Caddyfile\n"
                "      dockerfile_inline: FROM traefik/whoami:v1.10.4\n"
            ),
        ),
        found=("build-definition-conflict", PROXY, "dockerfile_inline:"),
    ),
    fault(
        "a config without a source",
        (
            HOME,
            DOORBELL,
            "    cap_drop: [ALL]\n    configs: [doors]\n\nconfigs:\n  doors:\n    name: doors\n\nvolumes:\n",
        ),
        found=("config-source-invalid", HOME, "  doors:\n"),
    ),
    fault(
        "two of one name",
        (
            HOME,
            "    extends: {file: small.yaml, service: small}\n",
            "    extends: {file: small.yaml, service: small}\n    container_name: doorbell\n    scale: 2\n",
        ),
        found=("container-name-with-replicas", HOME, "container_name: doorbell"),
    ),
    fault(
        "a profile on what another service needs",
        (HOME, "    image: eclipse-mosquitto:2.0.20\n", "    image: eclipse-mosquitto:2.0.20\n    profiles: [radio]\n"),
        (
            HOME,
            "      - assistant:/config\n    depends_on:\n      broker:\n        condition: service_healthy\n",
            "      - assistant:/config\n",
        ),
        found=("dependency-disabled", HOME, "broker:\n        condition: service_healthy"),
    ),
    fault(
        "a device with colons in its name",
        (HOME, "zigbee:/dev/ttyACM0\n", "zigbee:if00:/dev/ttyACM0:rw\n"),
        found=("device-spec-invalid", HOME, "- /dev/serial"),
    ),
    fault(
        "an item that the extended service has, too",
        (HOME, DOORBELL, "    cap_drop: [ALL]\n    security_opt: [no-new-privileges:true]\n\nvolumes:\n"),
        found=("duplicate-list-item", HOME, "security_opt: [no-new-privileges:true]"),
    ),
    fault(
        "blanks around an equals sign",
        (CLOUD, "      - REDIS_HOST=cache\n", "      - REDIS_HOST =cache\n"),
        found=("env-name-whitespace", CLOUD, "- REDIS_HOST =cache"),
    ),
    fault(
        "a volume from outside with a driver",
        (
            HOME,
            "  broker:\n  zigbee:\n",
            "  broker:\n  zigbee:\n    external: true\n    name: media_sonarr-config\n    driver: local\n",
        ),
        found=("external-volume-with-parameters", HOME, "driver: local"),
    ),
    fault(
        "a healthcheck without CMD",
        (CLOUD, "test: [CMD, redis-cli, ping]", "test: [redis-cli, ping]"),
        found=("healthcheck-test-invalid", CLOUD, "test: [redis-cli, ping]"),
    ),
    fault(
        "a size with a comma, in what a service extends",
        ("home/small.yaml", "128m", "0,5g"),
        found=("invalid-duration-or-size", "home/small.yaml", "mem_limit: 0,5g"),
    ),
    fault(
        "a host without its address",
        (
            MONITORING,
            "    image: prom/prometheus:v3.1.0\n",
            "    image: prom/prometheus:v3.1.0\n    extra_hosts: [nas]\n",
        ),
        found=("invalid-extra-host", MONITORING, "extra_hosts: [nas]"),
    ),
    fault(
        "a file of labels that is not there",
        (MEDIA, RADARR, RADARR + "    label_file: radarr.labels\n"),
        found=("label-file-missing", MEDIA, "label_file: radarr.labels"),
    ),
    fault(
        "less than no replicas, from .env",
        (MEDIA, RADARR, RADARR + "    scale: ${RADARR_SCALE}\n"),
        ("media/.env", "PUID=1000\n", "PUID=1000\nRADARR_SCALE=-1\n"),
        found=("negative-replicas", MEDIA, "scale: ${RADARR_SCALE}"),
    ),
    fault(
        "a project name in capitals",
        ("cloud/.env", "DATA_ROOT=/srv/data\n", "DATA_ROOT=/srv/data\nCOMPOSE_PROJECT_NAME=Cloud\n"),
        found=("project-name-invalid", "cloud/.env", "COMPOSE_PROJECT_NAME=Cloud"),
    ),
    fault(
        "an include from elsewhere",
        (MONITORING, "name: monitoring\n", "name: monitoring\ninclude: [https://example.org/stacks.git]\n"),
        found=("remote-include-skipped", MONITORING, "include: [https"),
    ),
    fault(
        "another limit than the extended service has",
        (
            HOME,
            DOORBELL,
            (
                "    cap_drop: [ALL]\n    deploy:\n      resources:\n"
                "        limits: {memory: 256m, cpus: '0.5', pids: 50}\n\nvolumes:\n"
            ),
        ),
        found=("resource-value-conflict", "home/small.yaml", "mem_limit: 128m"),
    ),
    fault(
        "a secret without a source",
        (CLOUD, "    file: /etc/homelab/db_password\n", "    name: db_password\n"),
        found=("secret-source-invalid", CLOUD, "  db_password:\n"),
    ),
    fault(
        "a model that is not declared",
        (HOME, DOORBELL, "    cap_drop: [ALL]\n    models: [speech]\n\nvolumes:\n"),
        found=("undefined-model", HOME, "models: [speech]"),
    ),
    fault(
        "a watch rule without a target",
        (
            HOME,
            DOORBELL,
            "    cap_drop: [ALL]\n    develop:\n      watch:\n        - {action: sync, path: .}\n\nvolumes:\n",
        ),
        found=("watch-rule-invalid", HOME, "- {action: sync, path: .}"),
    ),
)
