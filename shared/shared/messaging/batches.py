"""A message of the axis: one event or a batch of them, in CloudEvents JSON."""

from typing import Any

import orjson

from shared.contracts.event import Envelope
from shared.messaging.proof import Forged


def split_batch(body: bytes) -> list[Any]:
    """The envelopes of a message: one, or a JSON array of them (CloudEvents JSON batch format)."""
    found = orjson.loads(body)
    return found if isinstance(found, list) else [found]


def read_batch(body: bytes, sender: str) -> tuple[list[Envelope], list[tuple[bytes, str]]]:
    """The envelopes of a proven message, and what in it is none. Raises Forged when it speaks for anybody but its sender."""
    found: list[Envelope] = []
    unreadable: list[tuple[bytes, str]] = []
    for part in split_batch(body):
        try:
            envelope = Envelope.model_validate(part)
        except ValueError as error:
            unreadable.append((orjson.dumps(part), type(error).__name__))
            continue
        if envelope.source != f"/{sender}" or envelope.publisher != sender:
            raise Forged(
                f"Tin do {sender} ký nhưng có sự kiện của dịch vụ khác: {envelope.source!r:.80}, {envelope.type!r:.80}."
            )
        found.append(envelope)
    return found, unreadable
