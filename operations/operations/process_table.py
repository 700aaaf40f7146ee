"""The processes of a province: what runs, in which order, and how to see that it is well."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from operations.databases import axis_door
from shared.core.settings import SERVICES, SIGNING, Settings

WHOLE = frozenset({"mail-directory", "one-stop", "online-services"})
"""Services with little background work: here it is done in the process that serves, which saves some 35 MB each."""


@dataclass(frozen=True)
class Entry:
    """Một tiến trình của hệ thống."""

    name: str
    target: str  # "module:function"; the function takes the settings and blocks
    database: str  # its own database; besides it only the axis is open to it
    health_url: str | None = None
    background: bool = False  # a worker: it stops first, and lets the doors go first

    def load(self) -> Callable[[Settings], None]:
        module, _, function = self.target.partition(":")
        loaded: Callable[[Settings], None] = getattr(importlib.import_module(module), function)
        return loaded


def process_table(settings: Settings) -> list[Entry]:
    """In the order in which they start; the gateway is last, so that an open door means an open house."""
    signing = Entry(SIGNING, "signing.main:run_web", "signing", f"{settings.signing_address}/healthz")
    webs, workers = [signing], []
    for service in SERVICES:
        package = service.replace("-", "_")
        health = f"{settings.service_url(service)}/healthz"
        if service in WHOLE:
            webs.append(Entry(service, f"{package}.main:run_whole", package, health))
            continue
        webs.append(Entry(service, f"{package}.main:run_web", package, health))
        workers.append(Entry(f"{service}-worker", f"{package}.worker:run_worker", package, background=True))
    scheme = "https" if settings.tls_certificate_file else "http"
    gateway = Entry("gateway", "gateway.main:run_web", "gateway", f"{scheme}://127.0.0.1:{settings.port}/healthz")
    return [*webs, *workers, gateway]


def settings_for(entry: Entry, settings: Settings) -> Settings:
    """Each process knows the way to its own database, and the axis under its own role; no other."""
    if not settings.database_urls:
        return settings
    known = settings.database_urls
    own = {name: url for name, url in known.items() if name in (entry.database, "axis")}
    if door := known.get(axis_door(entry.database)):
        own["axis"] = door
    return settings.model_copy(
        update={"database_urls": own, "database_url": without_credentials(settings.database_url)}
    )


def without_credentials(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
