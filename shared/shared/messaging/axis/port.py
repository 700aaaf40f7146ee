"""What the relay and the consumers need of a transport."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Handle = Callable[[list[bytes]], Awaitable[None]]
"""Takes a batch of bodies. Returning acknowledges all of them; raising leaves all of them to be delivered again."""


@dataclass(frozen=True)
class Message:
    key: str
    """Routing key on the topic exchange, or the name of a queue when `direct`."""
    id: str
    body: bytes
    direct: bool = False


@dataclass(frozen=True)
class Topology:
    """Queues and their bindings. All are declared at start-up, never on the way of a message."""

    bindings: Mapping[str, Sequence[str]]
    """Queue → binding keys, each `<publisher>.<kind>.#`; an empty list for queues reached by name."""

    def queues_for(self, message: Message) -> list[str]:
        if message.direct:
            return [message.key] if message.key in self.bindings else []
        return [queue for queue, keys in self.bindings.items() if any(message.key.startswith(key[:-1]) for key in keys)]


class Axis(Protocol):
    async def publish(self, messages: Sequence[Message]) -> list[bool]:
        """One flag per message: True only when the transport has taken it durably. False means unknown."""
        ...

    async def generation(self) -> int:
        """Counts connections for publishing: when it grows, what was confirmed before may be gone. 0 while there is none."""
        ...

    async def consume(self, queue: str, handle: Handle, *, batch: int = 200) -> None:
        """Deliver batches to `handle` until cancelled; reconnects by itself."""
        ...

    async def depths(self) -> dict[str, int]:
        """Messages waiting per queue."""
        ...

    async def close(self) -> None: ...
