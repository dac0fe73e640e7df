"""Image references taken apart, with holes."""

from __future__ import annotations

import pytest

from tests.model.graphs import facts, service

FIELDS = ("registry", "repository", "name", "tag", "digest")

IMAGES = [
    ("nginx", (None, "nginx", "nginx", None, None)),
    ("nginx:1.27", (None, "nginx", "nginx", "1.27", None)),
    ("library/nginx", (None, "nginx", "nginx", None, None)),
    ("ghcr.io/x/app:1", ("ghcr.io", "x/app", "app", "1", None)),
    ("localhost:5000/app", ("localhost:5000", "app", "app", None, None)),
    ("x/app@sha256:ab", (None, "x/app", "app", None, "sha256:ab")),
    ("x/app:1@sha256:ab", (None, "x/app", "app", "1", "sha256:ab")),
    ("x/app:${TAG}", (None, "x/app", "app", "?", "?")),
    ("x/app:${TAG:-2}", (None, "x/app", "app", "2", None)),
    ("x/app:${TAG}-alpine", (None, "x/app", "app", "?", None)),
    ("${REGISTRY}/app:1", ("?", "?", "app", "1", None)),
    ("${IMAGE}", ("?",) * 5),
    ("nginx${SUFFIX}", ("?",) * 5),
]


@pytest.mark.parametrize(("written", "expected"), IMAGES)
def test_reference(written: str, expected: tuple[object, ...]) -> None:
    node = service(f"image: {written}")
    image = getattr(node, "image", None)
    assert (facts(image, *FIELDS) if image else ("?",) * 5) == expected


def test_no_image_is_a_null_node() -> None:
    node = service("build: .")
    assert not node.image
    assert node.image.tag is None
    assert node.build.context == "."


def test_built_image() -> None:
    assert service("image: a:1\nbuild: {context: ./src, target: prod}").image.built


def test_tag_has_its_own_place() -> None:
    origin = service("image: 'ghcr.io/x/app:1.2'").image.origins["tag"]
    assert origin.source.text[origin.start : origin.end] == "1.2"


def test_known_data_store() -> None:
    assert facts(service("image: postgres:16").image, "datastore") == (True,)
    assert facts(service("image: someone/thing:16").image, "datastore", "healthcheck") == (False, "?")
