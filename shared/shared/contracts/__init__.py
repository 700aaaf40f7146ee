"""Event contracts: what the parts tell each other over the axis (trục liên thông).

An event is a fact in the past tense. Fields are only ever added; a breaking change is a new class with `.v2` in its type.
"""

from shared.contracts.event import Event, EventType, registered_events
from shared.contracts.routing import SUBSCRIPTIONS, subscribers_of

__all__ = ["SUBSCRIPTIONS", "Event", "EventType", "registered_events", "subscribers_of"]
