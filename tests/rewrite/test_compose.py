"""What each operation makes of a Compose file, byte by byte."""

from __future__ import annotations

import pytest

from tests.rewrite.operations import rewritten

WEB = "services:\n  web:\n    image: nginx:1.25\n"

FULL = """\
services:
  web:
    image: nginx:1.25  # pinned
    # about restarting
    restart: "no"
    ports:
      # public
      - "8080:80" # web
      - 443:443
    environment:
      A: b
      # deeper
    cap_add: [NET_ADMIN, SYS_ADMIN]
    volumes:
      - data:/d
volumes:
  data:
"""

SHARED = """\
x-c: &c
  restart: 'no'
services:
  web:
    <<: *c
    image: x
  db:
    <<: *c
    image: y
"""

# (operation, kind.field, item, value, old text, new text): in FULL the one line changes
ONE_PLACE = [
    ("set", "service.restart", None, "always", '    restart: "no"\n', '    restart: "always"\n'),
    ("set", "service.image", None, "caddy", "image: nginx:1.25  #", "image: caddy  #"),
    ("set", "image.tag", None, "1.27", "nginx:1.25", "nginx:1.27"),
    ("set", "image.digest", None, "sha256:ab", "nginx:1.25", "nginx:1.25@sha256:ab"),
    ("remove", "image.tag", None, None, "nginx:1.25", "nginx"),
    ("set", "listener.ip", None, "127.0.0.1", '"8080:80"', '"127.0.0.1:8080:80"'),
    ("set", "listener.ip", None, "::1", '"8080:80"', '"[::1]:8080:80"'),
    ("set", "listener.port", None, 9090, '"8080:80"', '"9090:80"'),
    ("set", "listener.target", None, "81", '"8080:80"', '"8080:81"'),
    ("set", "mount.read_only", None, True, "data:/d", "data:/d:ro"),
    ("set", "env_var.value", None, "${A}", "A: b", "A: ${A}"),
    ("set", "env_var.value", None, "yes", "A: b", 'A: "yes"'),
    ("set", "env_var.value", None, 5, "A: b", "A: 5"),
    ("set", "env_var.value", None, "5", "A: b", 'A: "5"'),
    ("set", "env_var.value", None, "x: y", "A: b", 'A: "x: y"'),
    ("set", "env_var.value", None, "x #y", "A: b", 'A: "x #y"'),
    ("set", "env_var.value", None, 'say "x": \\', "A: b", "A: 'say \"x\": \\'"),
    ("set", "env_var.value", None, "a\nb", "A: b", 'A: "a\\nb"'),
    ("set", "env_var.value", None, "", "A: b", 'A: ""'),
    ("quote", "env_var.value", None, None, "A: b", 'A: "b"'),
    ("quote", "listener:443/tcp.port", None, None, "443:443", '"443:443"'),
    ("rename", "env_var", None, "B", "A: b", "B: b"),
    ("rename", "volume", None, "other", "  data:\n", "  other:\n"),
    ("remove", "service.restart", None, None, '    restart: "no"\n', ""),
    ("remove", "listener", None, None, '      - "8080:80" # web\n', ""),
    ("remove", "listener:443/tcp", None, None, "      - 443:443\n", ""),
    ("remove", "service.cap_add", "NET_ADMIN", None, "[NET_ADMIN, SYS_ADMIN]", "[SYS_ADMIN]"),
    ("remove", "service.cap_add", "SYS_ADMIN", None, "[NET_ADMIN, SYS_ADMIN]", "[NET_ADMIN]"),
    ("remove", "service.cap_add", None, None, "    cap_add: [NET_ADMIN, SYS_ADMIN]\n", ""),
    ("remove", "env_var", None, None, "    environment:\n      A: b\n      # deeper\n", ""),
    ("remove", "mount", None, None, "    volumes:\n      - data:/d\n", ""),
    ("remove", "volume", None, None, "volumes:\n  data:\n", ""),
    ("comment-out", "service.restart", None, None, "    restart:", "    # restart:"),
    ("comment-out", "listener", None, None, '      - "8080', '      # - "8080'),
    ("insert", "service.restart", None, "# why", "    restart:", "    # why\n    restart:"),
    ("add", "service.cap_add", None, "CHOWN", "SYS_ADMIN]", "SYS_ADMIN, CHOWN]"),
    ("add", "service.listeners", None, "1:1", "      - 443:443\n", '      - 443:443\n      - "1:1"\n'),
    ("add", "service.env_vars", "X", "yes", "      A: b\n", '      A: b\n      X: "yes"\n'),
    ("add", "service.env_vars", None, "X=1", "      A: b\n", '      A: b\n      X: "1"\n'),
    ("add", "service.mounts", None, "./a:/a", "data:/d\n", "data:/d\n      - ./a:/a\n"),
    ("add", "service.cap_drop", None, "ALL", "data:/d\n", "data:/d\n    cap_drop:\n      - ALL\n"),
    ("add", "service.labels", "a.b", "c", "data:/d\n", "data:/d\n    labels:\n      a.b: c\n"),
    ("add", "project.volumes", None, "more", "  data:\n", "  data:\n  more:\n"),
    ("add", "project.networks", None, "front", "  data:\n", "  data:\nnetworks:\n  front:\n"),
    ("set", "service.read_only", None, True, "data:/d\n", "data:/d\n    read_only: true\n"),
    ("set", "service.read_only", None, "true", "data:/d\n", "data:/d\n    read_only: true\n"),
    ("set", "service.user", None, "1000", "data:/d\n", 'data:/d\n    user: "1000"\n'),
    (
        "set",
        "service.restart_condition",
        None,
        "any",
        "data:/d\n",
        "data:/d\n    deploy:\n      restart_policy:\n        condition: any\n",
    ),
    ("set", "volume.external", None, True, "  data:\n", "  data:\n    external: true\n"),
]


@pytest.mark.parametrize(("verb", "where", "item", "value", "old", "new"), ONE_PLACE)
def test_only_the_place_changes(verb: str, where: str, item: object, value: object, old: str, new: str) -> None:
    assert FULL.count(old) == 1
    assert rewritten(FULL, verb, where, item, value) == FULL.replace(old, new)


# (text, operation, kind.field, item, value, new text)
TEXTS = [
    # line ends and the end of the file
    (
        "services:\r\n  web:\r\n    image: x # c\r\n",
        "set",
        "service.restart",
        None,
        "always",
        "services:\r\n  web:\r\n    image: x # c\r\n    restart: always\r\n",
    ),
    (
        "services:\r\n  web:\r\n    image: x\r\n    restart: 'no' # c\r\n",
        "remove",
        "service.restart",
        None,
        None,
        "services:\r\n  web:\r\n    image: x\r\n",
    ),
    (
        "services:\r  web:\r    image: x\r    restart: 'no'\r",
        "remove",
        "service.restart",
        None,
        None,
        "services:\r  web:\r    image: x\r",
    ),
    (
        "services:\r  web:\r    image: x\r",
        "set",
        "service.restart",
        None,
        "always",
        "services:\r  web:\r    image: x\r    restart: always\r",
    ),
    (
        "services:\n  web:\n    image: x\n    restart: 'no'",
        "remove",
        "service.restart",
        None,
        None,
        "services:\n  web:\n    image: x",
    ),
    (
        "services:\r\n  web:\r\n    image: x\r\n    restart: 'no'",
        "remove",
        "service.restart",
        None,
        None,
        "services:\r\n  web:\r\n    image: x",
    ),
    (
        "services:\n  web:\n    image: x",
        "set",
        "service.restart",
        None,
        "always",
        "services:\n  web:\n    image: x\n    restart: always",
    ),
    # flow
    (
        "services: {web: {image: nginx}}\n",
        "set",
        "service.restart",
        None,
        "no",
        'services: {web: {image: nginx, restart: "no"}}\n',
    ),
    (
        "services: {web: {image: nginx, restart: always}}\n",
        "remove",
        "service.restart",
        None,
        None,
        "services: {web: {image: nginx}}\n",
    ),
    (
        "services: {web: {restart: always, image: nginx}}\n",
        "remove",
        "service.restart",
        None,
        None,
        "services: {web: {image: nginx}}\n",
    ),
    (
        '{"services": {"web": {"image": "nginx"}}}\n',
        "add",
        "service.cap_drop",
        None,
        "ALL",
        '{"services": {"web": {"image": "nginx", "cap_drop": ["ALL"]}}}\n',
    ),
    (
        '{"services": {"web": {"image": "nginx"}}}\n',
        "set",
        "service.image",
        None,
        "x",
        '{"services": {"web": {"image": "x"}}}\n',
    ),
    ("services: {web: {}}\n", "set", "service.restart", None, "always", "services: {web: {restart: always}}\n"),
    (
        "services:\n  web:\n    cap_add: [\n      A, # x\n      B\n    ]\n    image: x\n",
        "remove",
        "service.cap_add",
        "B",
        None,
        "services:\n  web:\n    cap_add: [\n      A, # x\n    ]\n    image: x\n",
    ),
    (
        "services:\n  web:\n    cap_add: [\n      A, # x\n      B\n    ]\n    image: x\n",
        "remove",
        "service.cap_add",
        "A",
        None,
        "services:\n  web:\n    cap_add: [\n      B\n    ]\n    image: x\n",
    ),
    (
        "services:\n  web:\n    cap_add: [\n      A, # x\n      B\n    ]\n    image: x\n",
        "add",
        "service.cap_add",
        None,
        "C",
        "services:\n  web:\n    cap_add: [\n      A, # x\n      B,\n      C\n    ]\n    image: x\n",
    ),
    (
        "services:\n  web:\n    cap_add: [A, B,]\n    image: x\n",
        "add",
        "service.cap_add",
        None,
        "C",
        "services:\n  web:\n    cap_add: [A, B, C,]\n    image: x\n",
    ),
    (
        "services:\n  web:\n    cap_add: []\n    image: x\n",
        "add",
        "service.cap_add",
        None,
        "C",
        "services:\n  web:\n    cap_add: [C]\n    image: x\n",
    ),
    # lists without deeper indentation, wide dashes, comments between items
    (
        "services:\n  web:\n    cap_add:\n    - A # x\n    # c\n    - B\n    image: x\n",
        "remove",
        "service.cap_add",
        "A",
        None,
        "services:\n  web:\n    cap_add:\n    # c\n    - B\n    image: x\n",
    ),
    (
        "services:\n  web:\n    cap_add:\n    -   'A'\n    image: x\n",
        "add",
        "service.cap_add",
        None,
        "B",
        "services:\n  web:\n    cap_add:\n    -   'A'\n    -   'B'\n    image: x\n",
    ),
    (
        "services:\n    web:\n        image: x\n        dns:\n        - 1.1.1.1\n",
        "add",
        "service.cap_drop",
        None,
        "ALL",
        "services:\n    web:\n        image: x\n        dns:\n        - 1.1.1.1\n        cap_drop:\n        - ALL\n",
    ),
    # nulls and empty values
    (
        "services:\n  web:\n    image: x\n    restart: # c\n    user: a\n",
        "set",
        "service.restart",
        None,
        "always",
        "services:\n  web:\n    image: x\n    restart: always # c\n    user: a\n",
    ),
    (
        "services:\n  web:\n    image: x\n    restart: ~\n",
        "set",
        "service.restart",
        None,
        "always",
        "services:\n  web:\n    image: x\n    restart: always\n",
    ),
    (
        "services:\n  web:\n    image: x\n    cap_add: # c\n    user: a\n",
        "add",
        "service.cap_add",
        None,
        "A",
        "services:\n  web:\n    image: x\n    cap_add: # c\n      - A\n    user: a\n",
    ),
    (
        "services:\n  web:\n    image: x\n    environment:\n      A:\n",
        "set",
        "env_var.value",
        None,
        "b",
        "services:\n  web:\n    image: x\n    environment:\n      A: b\n",
    ),
    # scalars of several lines
    (
        "services:\n  web:\n    image: x\n    command: |\n      a\n      b\n\n  # c\n  db:\n    image: y\n",
        "set",
        "service:web.restart",
        None,
        "always",
        (
            "services:\n  web:\n    image: x\n    command: |\n      a\n      b\n"
            "    restart: always\n\n  # c\n  db:\n    image: y\n"
        ),
    ),
    (
        "services:\n  web:\n    image: x\n    command: |\n      a\n      b\n\n  # c\n  db:\n    image: y\n",
        "remove",
        "service:web.command",
        None,
        None,
        "services:\n  web:\n    image: x\n\n  # c\n  db:\n    image: y\n",
    ),
    (
        "services:\n  web:\n    image: x\n    command: |+\n      a\n\n  db:\n    image: y\n",
        "set",
        "service:web.restart",
        None,
        "always",
        "services:\n  web:\n    image: x\n    command: |+\n      a\n\n    restart: always\n  db:\n    image: y\n",
    ),
    (
        "services:\n  web:\n    image: x\n    command: >-\n      a\n      b\n",
        "set",
        "service.command",
        None,
        "run it",
        "services:\n  web:\n    image: x\n    command: run it\n",
    ),
    (
        "services:\n  web:\n    image: x\n    command: a\n      b # c\n    user: z\n",
        "set",
        "service.command",
        None,
        "run it",
        "services:\n  web:\n    image: x\n    command: run it # c\n    user: z\n",
    ),
    (
        'services:\n  web:\n    image: x\n    command: "a\\\n      b" # c\n',
        "set",
        "service.command",
        None,
        "z",
        'services:\n  web:\n    image: x\n    command: "z" # c\n',
    ),
    # anchors and tags before a value stay
    (
        "services:\n  web:\n    image: &i x:1 # c\n",
        "set",
        "image.tag",
        None,
        "2",
        "services:\n  web:\n    image: &i x:2 # c\n",
    ),
    (
        "services:\n  web:\n    image: !!str x # c\n",
        "set",
        "service.image",
        None,
        "z",
        "services:\n  web:\n    image: !!str z # c\n",
    ),
    # shared through an anchor that is used once, and more often
    (
        "x-c: &c\n  restart: 'no'\nservices:\n  web:\n    <<: *c\n    image: x\n",
        "set",
        "service.restart",
        None,
        "always",
        "x-c: &c\n  restart: 'always'\nservices:\n  web:\n    <<: *c\n    image: x\n",
    ),
    (
        SHARED,
        "set",
        "service:web.restart",
        None,
        "always",
        SHARED.replace("image: x\n", "image: x\n    restart: always\n"),
    ),
    (
        "x-r: &r 'no'\nservices:\n  web:\n    restart: *r # c\n  db:\n    restart: *r\n",
        "set",
        "service:web.restart",
        None,
        "always",
        "x-r: &r 'no'\nservices:\n  web:\n    restart: always # c\n  db:\n    restart: *r\n",
    ),
    (
        "x-i: &i\n  image: a:1\nservices:\n  web:\n    <<: *i\n  db:\n    <<: *i\n",
        "set",
        "image.tag",
        None,
        "2",
        "x-i: &i\n  image: a:1\nservices:\n  web:\n    <<: *i\n  db:\n    <<: *i\n    image: a:2\n",
    ),
    (SHARED, "set", "service:web.user", None, "app", SHARED.replace("image: x\n", "image: x\n    user: app\n")),
    # variables: the literal parts may change, the rest may be renamed, taken out whole, or quoted
    (
        WEB + "    ports:\n      - ${P}:80\n",
        "set",
        "listener.ip",
        None,
        "127.0.0.1",
        WEB + "    ports:\n      - 127.0.0.1:${P}:80\n",
    ),
    (
        WEB + "    environment:\n    - A=b\n    - C=${D:-e}\n",
        "set",
        "env_var:A.value",
        None,
        "q r: #",
        WEB + '    environment:\n    - "A=q r: #"\n    - C=${D:-e}\n',
    ),
    (
        WEB + "    environment:\n    - A=b\n    - C=${D:-e}\n",
        "remove",
        "env_var:C",
        None,
        None,
        WEB + "    environment:\n    - A=b\n",
    ),
    (
        WEB + "    environment:\n    - C=${D:-e}\n",
        "rename",
        "env_ref.name",
        None,
        "E",
        WEB + "    environment:\n    - C=${E:-e}\n",
    ),
    (
        WEB + "    environment:\n    - C=${D:-e}\n",
        "remove",
        "env_ref.fallback",
        None,
        None,
        WEB + "    environment:\n    - C=${D}\n",
    ),
    (
        WEB + "    environment:\n    - C=${D:-e}\n",
        "set",
        "env_ref.fallback",
        None,
        "f",
        WEB + "    environment:\n    - C=${D:-f}\n",
    ),
    (
        WEB + "    environment:\n      C: ${D}\n",
        "quote",
        "env_var.value",
        None,
        None,
        WEB + '    environment:\n      C: "${D}"\n',
    ),
    (
        WEB + "    environment:\n      C: 1.10\n",
        "quote",
        "env_var.value",
        None,
        None,
        WEB + '    environment:\n      C: "1.10"\n',
    ),
    (
        WEB + "    environment:\n      DB_URL: postgres://u:hunter22x@db/x # c\n",
        "set",
        "credential.value",
        None,
        "${P}",
        WEB + "    environment:\n      DB_URL: postgres://u:${P}@db/x # c\n",
    ),
    (
        WEB + "    environment:\n      - DB_PASSWORD=hunter22x\n",
        "set",
        "credential.value",
        None,
        "${P}",
        WEB + "    environment:\n      - DB_PASSWORD=${P}\n",
    ),
    (
        WEB + "    environment:\n      DB_PASSWORD: 'hunter22x' # c\n",
        "set",
        "credential.value",
        None,
        "${P}",
        WEB + "    environment:\n      DB_PASSWORD: '${P}' # c\n",
    ),
    # K=V lists
    (WEB + "    environment: ['A=b']\n", "set", "env_var.value", None, "it's", WEB + "    environment: ['A=it''s']\n"),
    (WEB + "    environment:\n      - A\n", "set", "env_var.value", None, "b", WEB + "    environment:\n      - A=b\n"),
    (WEB + "    labels: [a.b=c, d=e]\n", "remove", "service.labels", "a.b", None, WEB + "    labels: [d=e]\n"),
    (WEB + "    labels: [a.b=c, d=e]\n", "set", "service.labels", "a.b", "z", WEB + "    labels: [a.b=z, d=e]\n"),
    (WEB + "    labels: [a.b=c, d=e]\n", "add", "service.labels", "q", "z", WEB + "    labels: [a.b=c, d=e, q=z]\n"),
    (
        WEB + "    labels:\n      a.b: c\n      d: e\n",
        "remove",
        "service.labels",
        "a.b",
        None,
        WEB + "    labels:\n      d: e\n",
    ),
    # long forms
    (
        WEB + "    ports:\n      - target: 80\n        published: 8080\n      - target: 81\n",
        "remove",
        "listener",
        None,
        None,
        WEB + "    ports:\n      - target: 81\n",
    ),
    (
        WEB + "    ports:\n      - target: 80\n        published: 8080\n",
        "set",
        "listener.ip",
        None,
        "127.0.0.1",
        WEB + "    ports:\n      - target: 80\n        published: 8080\n        host_ip: 127.0.0.1\n",
    ),
    (
        WEB + "    volumes:\n      - {type: bind, source: /a, target: /b}\n",
        "set",
        "mount.read_only",
        None,
        True,
        WEB + "    volumes:\n      - {type: bind, source: /a, target: /b, read_only: true}\n",
    ),
    (WEB + "    ports: [80]\n", "set", "listener.ip", None, "127.0.0.1", WEB + "    ports: [127.0.0.1::80]\n"),
    (
        WEB + "    volumes: ['/a:/b:rw,z']\n",
        "set",
        "mount.read_only",
        None,
        True,
        WEB + "    volumes: ['/a:/b:ro,z']\n",
    ),
    (WEB + "    volumes: ['/a:/b:rw,z']\n", "remove", "mount.options", "z", None, WEB + "    volumes: ['/a:/b:rw']\n"),
    (WEB + "    volumes: ['/a:/b:z']\n", "remove", "mount.options", None, None, WEB + "    volumes: ['/a:/b']\n"),
    # the first pair behind a dash makes room for the next
    (
        WEB + "    ports:\n      - mode: host\n        target: 80\n",
        "remove",
        "listener.mode",
        None,
        None,
        WEB + "    ports:\n      - target: 80\n",
    ),
    # comments: those above stay, those inside go
    (
        "volumes:\n  a:\n  # b is\n  b:\n    driver: local # x\n    # inner\n\n  c:\n",
        "remove",
        "volume:b",
        None,
        None,
        "volumes:\n  a:\n  # b is\n\n  c:\n",
    ),
    # blank lines that set it apart go with it
    (WEB + "\n\nvolumes:\n  a:\n", "remove", "volume", None, None, WEB),
    (WEB + "\nvolumes:\n  a:", "remove", "volume", None, None, WEB[:-1]),
    (WEB + "\nvolumes:\n  a:\n\n", "remove", "volume", None, None, WEB + "\n"),
    (WEB + "\n# why\nvolumes:\n  a:\n", "remove", "volume", None, None, WEB + "\n# why\n"),
    (WEB + "\nvolumes:\n  a:\n\n  b:\n", "remove", "volume:b", None, None, WEB + "\nvolumes:\n  a:\n"),
    (WEB + "\nvolumes:\n  a:\n\n# end\n", "remove", "volume", None, None, WEB + "\n# end\n"),
    (WEB + "\nvolumes:\n  a:\n\nx-a: 1\n", "remove", "volume", None, None, WEB + "\nx-a: 1\n"),
    (WEB + "volumes:\n  a:\n\nx-a: 1\n", "remove", "volume", None, None, WEB + "\nx-a: 1\n"),
    ("version: '3'\n\n" + WEB, "remove", "file.version", None, None, WEB),
    ("version: '3'\r\n\r\n" + WEB, "remove", "file.version", None, None, WEB),
    ("x-a: 1\n" + WEB + "\r\n \r\nvolumes:\r\n  a:\r\n", "remove", "volume", None, None, "x-a: 1\n" + WEB),
    (WEB + "x-a: |+\n  b\n\nvolumes:\n  a:\n", "remove", "volume", None, None, WEB + "x-a: |+\n  b\n\n"),
    # the last thing below an anchor goes where it is used
    (
        "x-p: &p\n  - 80:80\n" + WEB + "    ports: *p\n",
        "remove",
        "listener",
        None,
        None,
        "x-p: &p\n  - 80:80\n" + WEB,
    ),
    (
        "x-r: &r\n  restart: always\n" + WEB + "    <<: *r\n",
        "remove",
        "service.restart",
        None,
        None,
        "x-r: &r\n  restart: always\n" + WEB,
    ),
    # a key that all others set may be added to what they merge
    (
        "services:\n  web: &w\n    image: x\n  db:\n    <<: [*w]\n    restart: always\n",
        "set",
        "service:web.restart",
        None,
        "no",
        'services:\n  web: &w\n    image: x\n    restart: "no"\n  db:\n    <<: [*w]\n    restart: always\n',
    ),
    (WEB + "version: '3' # old\n", "remove", "file.version", None, None, WEB),
    ("# top\nversion: '3'\nservices: {}\n", "remove", "file.version", None, None, "# top\nservices: {}\n"),
]


@pytest.mark.parametrize(("text", "verb", "where", "item", "value", "expected"), TEXTS)
def test_texts(text: str, verb: str, where: str, item: object, value: object, expected: str) -> None:
    services = text if "services" in text else text + "services: {}\n"
    assert rewritten(services, verb, where, item, value) == (
        expected if services is text else expected + "services: {}\n"
    )


REFUSED = [
    (FULL, "remove", "service", None, None, "no service would be left"),
    (WEB, "remove", "service.image", None, None, "the service would be left empty"),
    (FULL, "set", "service.role", None, "job", "where service.role belongs is not known"),
    (FULL, "set", "service.cap_add", None, "A", "it is not a single value"),
    (FULL, "add", "service.restart", None, "A", "nothing can be added to service.restart"),
    (FULL, "add", "project.volumes", None, "data", "data is there already"),
    (FULL, "rename", "service.restart", None, "image", "image is there already"),
    (FULL, "format", "service", None, None, "format is not done on Compose files"),
    (FULL, "quote", "service.restart", None, None, "it is quoted already"),
    (FULL, "remove", "service.user", None, None, "it is not written"),
    (FULL, "remove", "image", None, None, "it is a part of a value that cannot be left out"),
    (SHARED, "remove", "service:web.restart", None, None, "it is shared through an anchor by 2 places"),
    (
        SHARED.replace("'no'", "'no'\n  cap_add: [A]"),
        "add",
        "service:web.cap_add",
        None,
        "B",
        "it is shared through an anchor by 2 places",
    ),
    (
        "services:\n  web: &w\n    image: x\n  db:\n    <<: *w\n",
        "set",
        "service:web.restart",
        None,
        "always",
        "it is shared through an anchor by 2 places",
    ),
    (
        "x-p: &p\n  - 80:80\n" + WEB + "    ports: *p\n  db:\n    image: y\n    ports: *p\n",
        "remove",
        "listener",
        None,
        None,
        "it is shared through an anchor by 2 places",
    ),
    (
        "services:\n  web: &w\n    image: x\n  db:\n    <<: *w\n",
        "remove",
        "service:web",
        None,
        None,
        "it holds an anchor that is used elsewhere",
    ),
    (
        "services:\n  web: &w\n    image: x\n  db:\n    <<: *w\n",
        "set",
        "service:web.image",
        None,
        "y",
        "it is shared through an anchor by 2 places",
    ),
    (WEB + "    ports:\n      - ${P}:80\n", "set", "listener.port", None, 80, "its value comes through a variable"),
    (
        WEB + "    environment:\n      C: ${D}\n",
        "set",
        "env_var.value",
        None,
        "x",
        "its value comes through a variable",
    ),
    (
        WEB + "    links: [db]\n  db: {image: y}\n",
        "set",
        "dependency.condition",
        None,
        "service_healthy",
        "it has no form with that field",
    ),
    (
        WEB + "    environment:\n      C: ${D:-a}\n",
        "set",
        "env_ref.fallback",
        None,
        "a}b",
        "the default holds characters that need a person",
    ),
    (WEB + "    environment:\n      C: ${D}\n", "rename", "env_ref.name", None, "a b", "the new name is no variable's"),
    (FULL, "insert", "service.restart", None, "x: y", "only a comment can be inserted"),
    (FULL, "comment-out", "volume", None, None, "nothing would be left where it stands"),
]


@pytest.mark.parametrize(("text", "verb", "where", "item", "value", "reason"), REFUSED)
def test_refused(text: str, verb: str, where: str, item: object, value: object, reason: str) -> None:
    assert rewritten(text, verb, where, item, value) == f"refused: {reason}"


EXTENDING = "services:\n  web:\n    extends: {file: base.yaml, service: web}\n"


def test_what_is_extended_is_left_alone() -> None:
    files = {"compose.yaml": EXTENDING, "base.yaml": WEB + "    ports: ['80:80']\n    cap_add: [A]\n"}
    reason = "refused: it comes from a definition that others may use, too"
    assert rewritten(files, "set", "listener.ip", None, "127.0.0.1") == reason
    assert rewritten(files, "remove", "service.cap_add") == reason
    assert rewritten(files, "add", "service.cap_add", None, "B") == EXTENDING + "    cap_add:\n      - B\n"
    files["base.yaml"] = WEB + "    ports:\n      - target: 80\n        published: 80\n"
    assert rewritten(files, "set", "listener.ip", None, "127.0.0.1") == reason


EXTENDED = """\
services:
  base:
    image: x
    cap_add: [A]
    environment: {A: b}
    labels: {a: b}
    ports:
      - target: 80
        published: 80
  web:
    extends: base
    environment: {C: d}
"""


@pytest.mark.parametrize(
    ("verb", "where", "value", "expected"),
    [
        ("set", "service:web.restart", "always", EXTENDED + "    restart: always\n"),
        ("add", "service:web.cap_add", "B", EXTENDED + "    cap_add:\n      - B\n"),
        ("add", "service:web.labels", "c=d", EXTENDED + "    labels:\n      c: d\n"),
        ("add", "service:web.env_vars", "E=f", EXTENDED.replace("C: d", "C: d, E: f")),
        ("set", "env_var:C.value", "e", EXTENDED.replace("C: d", "C: e")),
        (
            "set",
            "listener:web/listener:0.0.0.0:80/tcp.ip",
            "127.0.0.1",
            "refused: it comes from a definition that others may use, too",
        ),
        (
            "set",
            "listener:base/listener:0.0.0.0:80/tcp.ip",
            "127.0.0.1",
            EXTENDED.replace("published: 80\n", "published: 80\n        host_ip: 127.0.0.1\n"),
        ),
    ],
)
def test_what_extends_another_of_the_same_file_is_changed_by_itself(
    verb: str, where: str, value: str, expected: str
) -> None:
    assert rewritten(EXTENDED, verb, where, None, value) == expected


OVER = "services:\n  web:\n    restart: on-failure\n    user: x\n"

OVERLAYS = [
    (WEB + "    restart: 'no'\n", OVER, "set", "service.restart", "always", OVER.replace("on-failure", "always")),
    (WEB + "    restart: 'no'\n", OVER, "remove", "service.restart", None, "refused: an earlier file sets it, too"),
    (WEB, OVER, "remove", "service.restart", None, "services:\n  web:\n    user: x\n"),
    (WEB, OVER, "set", "service.read_only", True, WEB + "    read_only: true\n"),
    (
        WEB + "    cap_add: [A]\n",
        OVER + "    cap_add: [B]\n",
        "add",
        "service.cap_add",
        "C",
        WEB + "    cap_add: [A, C]\n",
    ),
    (WEB, OVER + "    cap_add: [B]\n", "add", "service.cap_add", "C", OVER + "    cap_add: [B, C]\n"),
]


@pytest.mark.parametrize(("base", "over", "verb", "where", "value", "expected"), OVERLAYS)
def test_overlays(base: str, over: str, verb: str, where: str, value: object, expected: str) -> None:
    files = {"compose.yaml": base, "compose.override.yaml": over}
    assert rewritten(files, verb, where, None, value) == expected
