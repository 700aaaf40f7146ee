"""What a feature adds to its service, declared once in `<feature>/feature.py` and listed in `<service>/features.py`.

The web process, the worker, the gateway, the tests and the page of rights all read that list: nothing is wired by hand.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field, field_serializer
from starlette.routing import BaseRoute

from shared.access.rights import RightsTable
from shared.core.addresses import first_part
from shared.core.settings import Settings
from shared.messaging.figures import Figure, telling
from shared.messaging.worker import Work, together
from shared.web.express import Endpoint
from shared.web.known_forms import Form
from shared.web.landmarks import Landmark
from shared.web.navigation import Card, Entry, Href
from shared.web.routers import PageRouter
from shared.web.search import Finder


@dataclass(frozen=True)
class Feature:
    """Tính năng: one folder's part of its service. A place (first part of a path) is declared by having a page there."""

    routers: Sequence[APIRouter] = ()
    """For programs: `/api/...`, `/internal/...`."""
    pages: Sequence[PageRouter] = ()
    """For people; their forms carry the session's token."""
    navigation: Sequence[Entry] = ()
    cards: Sequence[Card] = ()
    forms: Sequence[Form] = ()
    """Those of its pages that the gateway treats in a way of their own."""
    landmarks: Mapping[Landmark, str] = field(default_factory=dict)
    """Those of its pages to which the gateway's own pages lead."""
    figures: Sequence[Figure] = ()
    """What its worker tells each day."""
    finders: Sequence[Finder] = ()
    """What the search box finds here."""
    work: Work | Callable[[Settings], Work] = field(default_factory=Work)
    """What its worker listens to, repeats and does on time; a function where that needs keys or files."""
    express: Sequence[Endpoint] = ()
    """Endpoints among those of `routers` that are called without the framework's layers."""
    on_start: Callable[[FastAPI], Awaitable[None]] | None = None
    """Puts what the edges need on `app.state`, once the database and the files are there."""
    exceptions: Mapping[type[Exception], Callable[[Request, Any], Awaitable[Response]]] = field(default_factory=dict)
    unread: str = ""
    """A query for `open` and `oldest_seconds` of what arrived and waits to be read."""


class Description(BaseModel):
    """What the gateway learns of a part while both run: its places, its menu, its cards on the front page, its forms and landmarks."""

    model_config = ConfigDict(frozen=True)

    places: tuple[str, ...] = ()
    navigation: tuple[Entry, ...] = ()
    cards: tuple[Card, ...] = ()
    forms: tuple[Form, ...] = ()
    landmarks: dict[str, Href] = Field(default_factory=dict)
    searched_by: frozenset[str] = frozenset()
    """For whom anything at all may be found here: nobody else is sent to ask."""

    @field_serializer("searched_by")
    def _in_one_order(self, searched_by: frozenset[str]) -> list[str]:
        return sorted(searched_by)


@dataclass(frozen=True)
class Member:
    """Thành phần: a service, or the gateway, as its `features.py` declares it."""

    name: str
    title: str
    folder: Path
    """Of its package; the templates lie there."""
    texts: Mapping[str, str]
    rights: RightsTable[Any]
    features: Sequence[Feature]
    evidence_or_503: bool = False
    """Whether a refusal that cannot be recorded is answered 503."""

    @property
    def database(self) -> str:
        return self.name.replace("-", "_")

    @property
    def routers(self) -> list[APIRouter]:
        return [router for feature in self.features for router in feature.routers]

    @property
    def pages(self) -> list[PageRouter]:
        return [router for feature in self.features for router in feature.pages]

    @cached_property
    def routes(self) -> list[BaseRoute]:
        """As every application of this process serves them: what the framework reads out of a route at its first request, it reads once."""
        for router in self.routers:
            _say_who_may_call(router)
        return [route for router in (*self.routers, *self.pages) for route in router.routes]

    @property
    def finders(self) -> list[Finder]:
        return [finder for feature in self.features for finder in feature.finders]

    @property
    def unread(self) -> str:
        return next((feature.unread for feature in self.features if feature.unread), "")

    def work(self, settings: Settings) -> Work:
        """All that its worker does. What two features listen to is taken by both, in the order of the list."""
        works = [f.work(settings) if callable(f.work) else f.work for f in self.features]
        figures = [figure for feature in self.features for figure in feature.figures]
        return together([*works, Work(jobs=[telling(figures)])] if figures else works)

    @cached_property
    def description(self) -> Description:
        """Raise ValueError for an entry that leads to a place without a page here, and for a form that no page takes."""
        places = places_of(self.pages)
        described = Description(
            places=tuple(sorted(places - {""})),
            navigation=tuple(entry for feature in self.features for entry in feature.navigation),
            cards=tuple(card for feature in self.features for card in feature.cards),
            forms=tuple(form for feature in self.features for form in feature.forms),
            landmarks={name: href for feature in self.features for name, href in feature.landmarks.items()},
            searched_by=frozenset().union(*(finder.seen_by for finder in self.finders)),
        )
        for href in (*(one.href for one in (*described.navigation, *described.cards)), *described.landmarks.values()):
            if first_part(href) not in places:
                raise ValueError(f"{self.name}: {href} has no page")
        posted = {route.path for route in routes_in(self.pages) if "POST" in (route.methods or ())}
        for form in described.forms:
            if form.path not in posted:
                raise ValueError(f"{self.name}: no page takes {form.path}")
        return described


def _say_who_may_call(router: APIRouter) -> None:
    """Each operation's security in the catalogue, read from the right that it requires."""
    for route in router.routes:
        if not isinstance(route, APIRoute):
            continue
        for dependency in route.dependant.dependencies:
            if (security := getattr(dependency.call, "security", None)) is not None:
                route.openapi_extra = {"security": security, **(route.openapi_extra or {})}


def places_of(routers: Sequence[APIRouter]) -> set[str]:
    return {first_part(route.path) for route in routes_in(routers)}


def routes_in(routers: Sequence[APIRouter]) -> list[APIRoute]:
    return [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
