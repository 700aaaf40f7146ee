"""Event contracts: what the parts tell each other over the axis (trục liên thông).

An event is a fact in the past tense. Fields are only ever added; a breaking change is a new class with `.v2` in its type.
"""

import importlib
import pkgutil

from shared.contracts.event import Event, EventType, registered
from shared.contracts.routing import SUBSCRIPTIONS, subscribers_of

__all__ = ["SUBSCRIPTIONS", "Event", "EventType", "registered_events", "subscribers_of"]


def registered_events() -> dict[str, type[Event]]:
    """Every event there is, by its type: the modules of this package are all read first, whoever used which."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return registered()
