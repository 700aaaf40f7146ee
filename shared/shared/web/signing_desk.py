"""Nơi ký lần lượt, as a service describes it: what waits for a signature, how one is shown, and how it is signed."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from shared.access.identity import Identity
from shared.signing.holders import Certified
from shared.work.signing_looks import Looks, Seen

TITLE = "Xem và ký lần lượt"
DIGEST = "ban"
"""Field with the digest of what was on the page; of several `ban.<id>`."""


@dataclass(frozen=True)
class Waiting:
    """Một mục chờ ký."""

    id: UUID
    seen: Seen
    """As it is now."""
    name: str
    about: str
    row: Any
    """The service's own object."""


@dataclass(frozen=True)
class Drawn:
    """What the page shows of one."""

    pages: int
    """0 where they cannot all be shown."""
    facts: Mapping[str, Any] = field(default_factory=dict)


class SigningDesk(ABC):
    """Nơi ký lần lượt of one service: whose looks, at which address, and what it is that is shown and signed."""

    looks: Looks
    place: str
    parent: tuple[str, str]
    """Where one comes from: words and address."""
    noun: str
    note: str = ""
    """Said beside the button that signs."""
    template: str
    words: str
    """The field with the reason of sending back."""
    may_sign: Callable[..., Identity]

    @abstractmethod
    async def waiting(self, session: AsyncSession, who: Identity) -> list[Waiting]: ...

    @abstractmethod
    async def draw(self, request: Request, session: AsyncSession, who: Identity, one: Waiting) -> Drawn: ...

    @abstractmethod
    async def held(self, session: AsyncSession, who: Identity, subject_id: UUID) -> Seen:
        """As it is now, held until the transaction ends; refused where he may not sign it now."""

    @abstractmethod
    async def sign(self, request: Request, session: AsyncSession, who: Identity, subject_id: UUID) -> None: ...

    @abstractmethod
    async def send_back(
        self, request: Request, session: AsyncSession, who: Identity, subject_id: UUID, form: FormData
    ) -> None: ...

    @abstractmethod
    async def named(self, session: AsyncSession, who: Identity, ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
        """Name and address of those that this person may see."""

    @abstractmethod
    async def certificate(self, request: Request, session: AsyncSession, who: Identity) -> Certified | None: ...

    async def require_ready(self, session: AsyncSession, who: Identity, subject_id: UUID) -> None:  # noqa: B027 - nothing, for most
        """Refuses to have it chosen while something is missing that only its own page can get."""


def read_version(form: FormData) -> int | None:
    """Of what was on the page; None where it is none."""
    text = str(form.get("version", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
