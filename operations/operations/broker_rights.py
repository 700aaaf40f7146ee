"""What each service may do at RabbitMQ, as definitions that the broker reads at its start.

A service declares and reads its own queues, binds them to what it subscribes to, publishes under its own name and reports in its own
name to those it listens to. It publishes by the one topic exchange: the default exchange, which reaches every queue, is closed.
Who owns no queue (the gateway) may only ask how long the queues are, which needs no right.
"""

from collections.abc import Mapping
from typing import Any

from shared.messaging.axis.port import Topology
from shared.messaging.axis.rabbitmq import DEAD_EXCHANGE, DEAD_QUEUE, EXCHANGE

VHOST = "/"
WATCHER = "gateway"


def users_of(topology: Topology) -> list[str]:
    return [*sorted({queue.split(".", 1)[0] for queue in topology.bindings}), WATCHER]


def definitions(topology: Topology, passwords: Mapping[str, str]) -> dict[str, Any]:
    """Users with their rights, and what belongs to no service: the exchanges and the queue of dead letters."""
    in_vhost = {"vhost": VHOST}
    kept = in_vhost | {"durable": True, "auto_delete": False}
    exchange = kept | {"internal": False, "arguments": {}}
    users = users_of(topology)
    return {
        "vhosts": [{"name": VHOST}],
        "users": [{"name": user, "password": passwords[user], "tags": []} for user in users],
        "permissions": [{"user": user} | in_vhost | _rights(topology.of(user)) for user in users],
        "topic_permissions": [
            {"user": user, "exchange": EXCHANGE} | in_vhost | _topics(user, topology.of(user)) for user in users
        ],
        "exchanges": [
            {"name": EXCHANGE, "type": "topic"} | exchange,
            {"name": DEAD_EXCHANGE, "type": "fanout"} | exchange,
        ],
        "queues": [{"name": DEAD_QUEUE, "arguments": {"x-queue-type": "quorum"}} | kept],
        "bindings": [
            {"source": DEAD_EXCHANGE, "destination": DEAD_QUEUE, "destination_type": "queue"}
            | in_vhost
            | {"routing_key": "", "arguments": {}}
        ],
    }


def with_guest(given: dict[str, Any]) -> dict[str, Any]:
    """The same with a user who may all, for tests that look and empty."""
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    return given | {
        "users": [*given["users"], {"name": "guest", "password": "guest", "tags": ["administrator"]}],
        "permissions": [*given["permissions"], {"user": "guest", "vhost": VHOST} | everything],
    }


def _rights(own: Topology) -> dict[str, str]:
    """To declare a queue asks for a right on its dead-letter exchange too; to bind it, for one on either end."""
    queues = list(own.bindings)
    if not queues:
        return {"configure": "^$", "write": "^$", "read": "^$"}
    return {
        "configure": _any(queues),
        "write": _any([*queues, EXCHANGE, DEAD_EXCHANGE]),
        "read": _any([*queues, EXCHANGE]),
    }


def _topics(user: str, own: Topology) -> dict[str, str]:
    keys = [key for keys in own.bindings.values() for key in keys]
    if not keys:
        return {"write": "^$", "read": "^$"}
    heard = sorted({key.split(".", 1)[0] for key in keys} - {"report", user})
    reports = f"|report\\.({'|'.join(heard)})\\.{user}$" if heard else ""
    return {"write": f"^({user}\\.{reports})", "read": _any(keys)}


def _any(names: list[str]) -> str:
    return "^(" + "|".join(name.replace(".", "\\.") for name in names) + ")$"
