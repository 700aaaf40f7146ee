"""Events as they travel. Each sample is what a publisher writes today and every listener must still read tomorrow.

A field is only ever added: then add it to the sample. Never take one away or change its meaning; make a `.v2` of it.
"""

import importlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from gateway.catalogue.asyncapi import describe_events
from shared.contracts import SUBSCRIPTIONS, Event, registered_events
from shared.contracts.event import Envelope
from shared.core.settings import SERVICES, Settings
from shared.messaging.inbox import Handlers
from shared.web.feature import Member

SAMPLES = Path(__file__).parent / "samples"

EVENTS = {kind: event for kind, event in registered_events().items() if event.publisher() in SERVICES}


def _sample(kind: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SAMPLES / f"{kind}.json").read_text("utf-8"))
    return loaded


@cache
def _described() -> dict[str, Any]:
    """Made once: the description of all events takes longer than looking at one."""
    return describe_events()


@cache
def _handlers(service: str) -> Handlers:
    member: Member = importlib.import_module(f"{service.replace('-', '_')}.features").MEMBER
    return member.work(Settings()).handlers


ENGLISH = re.compile(r"\b(the|one|of|and|is|its|it|by|per|also|sent|what|everything)\b", re.IGNORECASE)


def test_what_is_read_at_the_catalogue_is_in_vietnamese() -> None:
    document = _described()
    schemas = document["components"]["schemas"]
    for kind, event in EVENTS.items():
        name = kind.replace(".", "_")
        title = document["components"]["messages"][name]["title"]
        assert title == schemas[name]["description"] == event.summary
        assert title
        for words in (title, document["channels"][name]["description"]):
            assert not ENGLISH.search(words), words
    assert not ENGLISH.search(schemas["Envelope"]["properties"]["sequence"]["description"])


def test_every_event_has_a_sample_and_every_sample_an_event() -> None:
    assert {path.stem for path in SAMPLES.glob("*.json")} == set(EVENTS)


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_a_listener_reads_what_a_publisher_wrote(kind: str) -> None:
    envelope = Envelope.read((SAMPLES / f"{kind}.json").read_bytes())
    event = envelope.event()
    assert type(event) is EVENTS[kind]
    assert envelope.subject == event.subject
    assert envelope.source == f"/{event.publisher()}"
    # Whole: what was read, written again, is the sample, so no field is missing from it and none is lost on the way.
    assert event.model_dump(mode="json") == _sample(kind)["data"]


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_a_field_of_a_later_release_disturbs_nobody(kind: str) -> None:
    sample = _sample(kind)
    later = Envelope.model_validate(sample | {"data": sample["data"] | {"added_later": {"x": 1}}}).event()
    assert later == Envelope.model_validate(sample).event()


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_the_published_description_fits_the_sample(kind: str) -> None:
    document = _described()
    message = document["components"]["messages"][kind.replace(".", "_")]
    schema = message["payload"] | {"components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(_sample(kind))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(_sample(kind) | {"sequence": 0})


@pytest.mark.parametrize(("publisher", "kind"), sorted(SUBSCRIPTIONS))
def test_who_subscribes_listens(publisher: str, kind: str) -> None:
    told = {event for event in EVENTS.values() if event.publisher() == publisher and event.kind == kind}
    assert told, "a subscription to something nobody tells"
    for service in SUBSCRIPTIONS[publisher, kind]:
        handlers = _handlers(service)
        assert handlers is not None, service
        assert told & ({*handlers.single} | {*handlers.batched}), f"{service} listens to nothing of {publisher} {kind}"


@pytest.mark.parametrize("service", SERVICES)
def test_who_listens_subscribes(service: str) -> None:
    handlers = _handlers(service)
    heard: set[type[Event]] = ({*handlers.single} | {*handlers.batched}) if handlers else set()
    deaf = [event.type for event in heard if service not in SUBSCRIPTIONS.get((event.publisher(), event.kind), ())]
    assert not deaf


def test_a_type_begins_with_its_publisher_and_ends_with_its_version() -> None:
    for kind, event in EVENTS.items():
        publisher, name, version = kind.split(".")
        assert publisher in SERVICES
        assert name.isascii()
        assert name == name.lower()
        assert version.startswith("v")
        assert version[1:].isdigit()
        assert event.subject_field in event.model_fields
        assert event.__doc__, f"{kind} needs its official term"
