"""What the front door and the gateway's own pages use together; made in `create_app`, completed at start."""

from dataclasses import dataclass, field

from fastapi import FastAPI, Request

from gateway.access_log import AccessLog
from gateway.clients.accounts import AccountOwners
from gateway.clients.services import ServiceClient
from gateway.cookies import SESSION, Cookies
from gateway.descriptions.known import Known
from gateway.figures import Figures
from gateway.limits.limiter import RateLimiter
from gateway.proxy.forwarding import StreamingProxy
from gateway.sessions.callers import Callers
from gateway.sessions.changes import AccountWatch
from gateway.sessions.visitors import DerivedKeys
from gateway.settings import GatewaySettings
from gateway.unsent.guard import FormGuard
from shared.access.identity import IdentityIssuer
from shared.core.settings import Settings
from shared.storage.database import Database
from shared.web.known_forms import Treatment
from shared.web.pages import Pages


@dataclass
class Parts:
    """Các bộ phận của cổng."""

    settings: Settings
    limits: GatewaySettings
    pages: Pages
    issuer: IdentityIssuer
    keys: DerivedKeys
    proxy: StreamingProxy
    services: ServiceClient
    owners: AccountOwners
    figures: Figures
    database: Database
    callers: Callers
    watch: AccountWatch
    limiter: RateLimiter
    cookies: Cookies
    forms: FormGuard
    known: Known
    access_log: AccessLog = field(default_factory=AccessLog)

    @property
    def secure(self) -> bool:
        return is_secure(self.settings)

    def only_saves(self, target: str) -> bool:
        """Whether this form saves a draft. Everything else is an act, and an act is confirmed by whoever comes back to it."""
        return self.known.treatment_of(target.partition("?")[0]) is Treatment.SAVES

    def forget_caller(self, request: Request) -> None:
        """By token or by cookie: who calls is read anew with the next request."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            self.callers.forget(token.strip())
        self.callers.forget(self.cookies.read(request.headers.getlist("cookie"), SESSION))


def is_secure(settings: Settings) -> bool:
    """Served over TLS, by us or by something before us."""
    return settings.address.startswith("https://") or settings.tls_certificate_file is not None


def parts_of(request: Request) -> Parts:
    app: FastAPI = request.app
    parts: Parts = app.state.parts
    return parts
