"""What programs are told about us is valid: OpenAPI 3.1 of every part, AsyncAPI 3 of the events."""

import re
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from gateway.catalogue.asyncapi import describe_events
from shared.access.identity import make_keys
from shared.core.settings import Settings
from testing.members import SERVICES, WEB_MEMBERS, Member, application_of


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var: Path = tmp_path_factory.mktemp("var")
    made = Settings(_env_file=None, var=var, database_url="postgresql://nobody@127.0.0.1:9/none", broker_url="")
    make_keys(made.identity_key, made.identity_jwks, bits=2048)
    return made


@pytest.mark.parametrize("member", WEB_MEMBERS, ids=lambda member: member.name)
def test_openapi_is_valid(member: Member, settings: Settings) -> None:
    _, app = application_of(member, settings)
    document = app.openapi()
    assert document["openapi"].startswith("3.1")
    assert document["paths"]
    validate(document)


@pytest.mark.parametrize("member", SERVICES, ids=lambda member: member.name)
def test_programs_find_a_service_under_its_own_name(member: Member, settings: Settings) -> None:
    _, app = application_of(member, settings)
    strays = [path for path in app.openapi()["paths"] if not path.startswith(f"/api/{member.name}/v1/")]
    assert not strays


def _references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [found for item in node for found in _references(item)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
    return own + [found for item in node.values() for found in _references(item)]


def test_asyncapi_is_whole() -> None:
    document = describe_events()
    assert re.fullmatch(r"3\.\d+\.\d+", document["asyncapi"])
    assert document["info"]["title"]
    assert document["info"]["version"]
    for reference in _references(document):
        node: Any = document
        for part in reference.removeprefix("#/").split("/"):
            assert part in node, reference
            node = node[part]
    for name, operation in document["operations"].items():
        assert operation["action"] in ("send", "receive"), name
        assert all(message["$ref"].startswith(operation["channel"]["$ref"] + "/") for message in operation["messages"])
    addresses = [channel["address"] for channel in document["channels"].values()]
    assert len(addresses) == len(set(addresses))
