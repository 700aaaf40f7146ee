"""The platform's own queues, and the transport that carries them."""

from collections.abc import Sequence

from shared.contracts.routing import SUBSCRIPTIONS, bindings_of, reports_to
from shared.core.settings import SERVICES, Settings
from shared.messaging.axis.port import Axis, Topology


def events_queue(service: str) -> str:
    return f"{service}.events"


def reports_queue(service: str) -> str:
    return f"{service}.reports"


def topology() -> Topology:
    """The platform's own queues, from the subscription table."""
    bindings: dict[str, Sequence[str]] = {}
    for service in SERVICES:
        if keys := bindings_of(service):
            bindings[events_queue(service)] = keys
        if any(publisher == service for publisher, _ in SUBSCRIPTIONS):
            bindings[reports_queue(service)] = [reports_to(service)]
    return Topology(bindings)


async def connect(settings: Settings, process: str, member: str) -> Axis:
    """The transport that the settings choose, for that member. Raises nothing when it is down: publishing then confirms nothing."""
    # Imported where it is chosen: what the other needs would cost each process some megabytes.
    if settings.broker_url:
        from shared.messaging.axis.rabbitmq import RabbitMQAxis

        return RabbitMQAxis(settings.broker_url, topology(), process, member)
    from shared.messaging.axis.postgres import PostgresAxis

    return PostgresAxis(settings.url_for("axis"), topology(), process)
