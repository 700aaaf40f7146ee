"""What this copy of the gateway knows of the parts: who answers where, and what everybody's menu and front page show.

Each part is asked every few seconds, which also tells whether it is alive. What it said last is in the database: so a copy
that starts while a part is silent still leads people there, to a page that says so.
"""

import asyncio
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from gateway.clients.accounts import GATEWAY
from gateway.clients.services import ServiceClient
from gateway.descriptions.actions import keep_description, read_descriptions
from gateway.descriptions.rules import (
    Refused,
    find_refused,
    kind_expected,
    leading_home,
    standing_at_home,
    taken_at_home,
)
from gateway.proxy.addresses import Places
from shared.access.identity import Identity
from shared.core.errors import Unavailable
from shared.core.logs import get_logger
from shared.core.settings import SERVICES
from shared.storage.database import Database
from shared.web.feature import Description
from shared.web.known_forms import KnownForms, Treatment
from shared.web.navigation import Card, Entry, Link, alike, links_of, sees, shown_to, write_header

log = get_logger(__name__)


@dataclass(frozen=True)
class _Map:
    """All of it as of one moment; replaced as a whole."""

    told: Mapping[str, Description]
    places: Places
    entries: tuple[Entry, ...]
    cards: tuple[Card, ...]
    forms: KnownForms
    landmarks: Mapping[str, str]
    refused: tuple[Refused, ...] = ()
    links: dict[Hashable, tuple[tuple[Link, ...], str]] = field(default_factory=dict)
    """The menu of each kind of person, and the same as a header: there are few kinds."""


class Known:
    """Những gì cổng biết về các phần."""

    def __init__(
        self, database: Database, services: ServiceClient, own: Description, own_places: frozenset[str]
    ) -> None:
        self._database = database
        self._services = services
        self._own = own
        self._own_places = own_places
        self._heard: dict[str, bytes] = {}
        self._reading = asyncio.Lock()
        self._map = self._draw({}, {})

    async def load(self) -> None:
        """What was said before this process began; nothing when the database is away.

        One reading at a time: parts are asked side by side, and an older reading that ended later would forget for good
        the part that has just been heard.
        """
        try:
            async with self._reading, self._database.sessions() as session:
                self._map = self._draw(*await read_descriptions(session))
        except (OSError, SQLAlchemyError) as error:
            log.warning("descriptions_unreachable", error=type(error).__name__)

    async def ask(self, service: str, patience: float) -> bool:
        """Ask one part to describe itself. False: it does not answer."""
        try:
            status, body = await self._services.call(
                service, "GET", "/internal/description", GATEWAY, patience=patience
            )
        except Unavailable:
            return False
        if status == 200 and body != self._heard.get(service):
            await self._learn(service, body)
        return True

    async def _learn(self, service: str, body: bytes) -> None:
        try:
            told = Description.model_validate_json(body)
            async with self._database.sessions.begin() as session:
                await keep_description(session, service, told, self._own_places)
        except (OSError, SQLAlchemyError) as error:  # it is asked again soon
            log.warning("description_not_kept", service=service, error=type(error).__name__)
            return
        except ValidationError:
            log.error("description_unreadable", service=service)
        else:
            await self.load()
            for one in self._map.refused:
                log.error("place_refused", service=one.service, place=one.place, holder=one.holder)
        self._heard[service] = body

    def _draw(self, described: Mapping[str, Description], holders: Mapping[str, str]) -> _Map:
        entries, cards, forms = [*self._own.navigation], [*self._own.cards], [*self._own.forms]
        landmarks: dict[str, str] = {}
        for service, told in described.items():
            entries += leading_home(told.navigation, service, holders)
            cards += leading_home(told.cards, service, holders)
            forms += taken_at_home(told.forms, service, holders)
            landmarks |= standing_at_home(told.landmarks, service, holders)
        places = Places(holders, self._own_places, complete=described.keys() >= set(SERVICES))
        refused = tuple(find_refused(described, holders))
        return _Map(described, places, tuple(entries), tuple(cards), KnownForms(forms), landmarks, refused)

    def knows(self, service: str) -> bool:
        return service in self._map.told

    @property
    def told(self) -> Mapping[str, Description]:
        """What each part said last."""
        return self._map.told

    @property
    def places(self) -> Places:
        return self._map.places

    @property
    def refused(self) -> tuple[Refused, ...]:
        return self._map.refused

    def links(self, identity: Identity) -> tuple[Link, ...]:
        """Where this person can go, in the order of the menu."""
        return self._menu(identity)[0]

    def header(self, identity: Identity) -> str:
        return self._menu(identity)[1]

    def _menu(self, identity: Identity) -> tuple[tuple[Link, ...], str]:
        key, kept = alike(identity), self._map.links
        if (found := kept.get(key)) is None:
            links = links_of(self._map.entries, identity)
            found = kept[key] = links, write_header(links)
        return found

    def cards(self, identity: Identity) -> list[Card]:
        return shown_to(identity, self._map.cards)

    def searched_by(self, identity: Identity) -> list[str]:
        """The parts in which this person may find anything."""
        return [service for service, told in self._map.told.items() if sees(identity, told.searched_by)]

    def landmark(self, name: str) -> str:
        """Where the page for this purpose is (`shared.web.landmarks`); empty while no part has one."""
        return self._map.landmarks.get(name, "")

    def treatment_of(self, path: str) -> Treatment | None:
        """What its part says of the form that is posted to this path."""
        return self._map.forms.treatment_of(path)

    def kind_expected(self, path: str) -> str:
        return kind_expected(self._map.entries, path)
