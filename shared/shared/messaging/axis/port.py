"""What the relay and the consumers need of a transport."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Parcel:
    """A message as it arrived."""

    body: bytes
    proof: str
    """Who says to have sent it (`shared.messaging.proof`); empty when nobody does."""


Handle = Callable[[list[Parcel]], Awaitable[None]]
"""Takes a batch of messages. Returning acknowledges all of them; raising leaves all of them to be delivered again."""


@dataclass(frozen=True)
class Message:
    key: str
    """Routing key on the topic exchange: `<publisher>.<kind>.<type>`, or `report.<publisher>.<consumer>`."""
    id: str
    body: bytes
    proof: str = ""


@dataclass(frozen=True)
class Topology:
    """Queues and their bindings. All are declared at start-up, never on the way of a message."""

    bindings: Mapping[str, Sequence[str]]
    """Queue, named `<owner>.<what>` → binding keys, each ending in `.#`."""

    def of(self, owner: str) -> "Topology":
        """The queues of one service alone."""
        return Topology({queue: keys for queue, keys in self.bindings.items() if queue.split(".", 1)[0] == owner})

    def queues_for(self, message: Message) -> list[str]:
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
