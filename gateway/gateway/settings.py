"""Settings that only the gateway has; the rest is `shared.core.settings`."""

from ipaddress import IPv4Network, IPv6Network

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.web.bodies import LARGE_BODY, SMALL_BODY


class GatewaySettings(BaseSettings):
    """Limits and patience at the door. All rates are requests a minute."""

    model_config = SettingsConfigDict(env_prefix="LIENTHONG_", frozen=True, extra="ignore")

    rate_limit: int = Field(default=0, ge=0)
    """When set, replaces the three rates below and lifts the sign-in rate to the same figure (for measuring)."""
    anonymous_rate_limit: int = Field(default=600, ge=1)
    """One address, nobody signed in."""
    person_rate_limit: int = Field(default=3_000, ge=1)
    system_rate_limit: int = Field(default=60_000, ge=1)
    sign_in_rate_limit: int = Field(default=60, ge=1)
    """Sign-in and token requests from one address."""
    light_rate_limit: int = Field(default=6_000, ge=1)
    """Static files and questions after health from one address, whoever is signed in there."""
    connections_of_one: int = Field(default=400, ge=1)
    """Connections that one address may hold open at once; a trusted proxy may hold any number."""
    rare_rate_limit: int = Field(default=6, ge=1)
    """Registrations made from one address, and changes of one person's password."""
    registering_rate_limit: int = Field(default=30, ge=1)
    """Registrations tried from one address, those to be mended among them."""
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Who may name the caller's address in X-Forwarded-For; everybody else's is thrown away."""

    small_body: int = SMALL_BODY
    large_body: int = LARGE_BODY
    connect_seconds: float = 2.0
    answer_seconds: float = 30.0
    """A service has this long for each step of its answer."""
    body_seconds: float = 30.0
    """A client has this long for each piece of a request's body."""
    doubtful_seconds: float = 5.0
    """So long when the service has just been silent: whoever comes then does not wait for half a minute as well."""
    write_seconds: float = 60.0
    """A client has this long to take each piece of an answer."""
    watch_seconds: float = 5.0
    """Each service is asked this often whether it is alive, and how it describes itself."""
    circuit_failures: int = 5
    circuit_seconds: float = 5.0

    def rate_for(self, kind: str) -> int:
        if self.rate_limit:
            return self.rate_limit
        return {"anonymous": self.anonymous_rate_limit, "system": self.system_rate_limit}.get(
            kind, self.person_rate_limit
        )

    @property
    def most_connections(self) -> int:
        return max(self.rate_limit, self.connections_of_one)

    @property
    def light_rate(self) -> int:
        return max(self.rate_limit, self.light_rate_limit)

    @property
    def rate_for_rare(self) -> int:
        return max(self.rate_limit, self.rare_rate_limit)

    @property
    def rate_for_registering(self) -> int:
        return max(self.rate_limit, self.registering_rate_limit)

    @property
    def rate_for_sign_in(self) -> int:
        return max(self.rate_limit, self.sign_in_rate_limit)
