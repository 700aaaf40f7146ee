"""Settings of every process, read once from the environment (prefix LIENTHONG_)."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

SERVICES = ("mail-directory", "document-exchange", "one-stop", "online-services")
"""The four services, in the order in which they start."""

SIGNING = "signing"
"""The process that holds the keys of people and agencies; services ask it, nobody else reaches it."""

DATABASES = ("gateway", "mail_directory", "document_exchange", "one_stop", "online_services", "signing", "axis")


class Settings(BaseSettings):
    """One frozen object. Without any variable set it describes the embedded province under `./var`."""

    model_config = SettingsConfigDict(env_prefix="LIENTHONG_", frozen=True, extra="ignore")

    var: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    data: Path = Path("data")
    """Where the provinces' data lie, a folder for each."""

    province: str = "binh-dinh"
    """Which of them. The default is the one whose data come along for trying; production names its own."""

    database_url: str = ""
    database_urls: dict[str, str] = Field(default_factory=dict)
    broker_url: str = ""
    files_url: str = ""
    service_urls: dict[str, str] = Field(default_factory=dict)
    identity_key_file: Path | None = None
    identity_jwks_file: Path | None = None
    axis_key_file: Path | None = None
    axis_jwks_file: Path | None = None
    tls_certificate_file: Path | None = None
    tls_key_file: Path | None = None
    signing_url: str = ""
    """Where the signing port answers; empty: on this machine, beside the services."""

    signing_store_key_file: Path | None = None
    """What the keys at rest are enciphered with. Only the signing process is given it."""

    clamd_url: str = ""
    """ClamAV's daemon, which scans what people upload: `tcp://host:3310`, `unix:///run/clamav/clamd.ctl`. Empty: nothing is scanned."""

    smtp_url: str = ""
    """Where notifications go by e-mail: `smtp://user:password@host:587`, `smtps://...`. Empty: none are sent."""

    smtp_sender: str = ""
    """From whom; `thong-bao@` the province's mail domain when empty."""

    sms_url: str = ""
    """The provider of short messages, HTTPS. Empty: none are sent."""

    sms_key: str = ""
    zalo_url: str = ""
    """The provider of Zalo messages, HTTPS, by the same protocol; it may be the same provider. Empty: none are sent."""

    zalo_key: str = ""
    log_level: str = "info"
    trial_accounts: bool = False
    """The accounts of the first data are for trying: their first passwords may be kept. `./lienthong up` and `accounts` say so."""

    heartbeat: Path | None = None
    """A worker touches this file while its event loop turns; whoever watches it tells a hung one by it."""

    compiled_pages: Path | None = None
    """Where one process keeps a compiled template for the others. What lies there is run: only they may write to it."""

    @property
    def embedded(self) -> bool:
        """True while any part is the one for trying, developing and testing."""
        return not (self.database_url and self.broker_url)

    @property
    def province_folder(self) -> Path:
        return self.data / self.province

    @property
    def address(self) -> str:
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def identity_key(self) -> Path:
        """The gateway's private key, PEM."""
        return self.identity_key_file or self.var / "keys" / "identity.pem"

    @property
    def identity_jwks(self) -> Path:
        """The public keys that services trust, a JWK set."""
        return self.identity_jwks_file or self.var / "keys" / "identity.jwks.json"

    def axis_key(self, service: str) -> Path:
        """The private key, PEM, with which this service's worker signs what it sends over the axis."""
        return self.axis_key_file or self.var / "keys" / f"axis-{service}.pem"

    @property
    def axis_jwks(self) -> Path:
        """The public keys by which workers know each other, a JWK set."""
        return self.axis_jwks_file or self.var / "keys" / "axis.jwks.json"

    @property
    def authority_folder(self) -> Path:
        """Public parts of the test signing authority: certificates and revocation lists. The signing process alone writes there."""
        return self.var / "authority"

    @property
    def signing_folder(self) -> Path:
        """The key store. The signing process alone reads it."""
        return self.var / "signing"

    @property
    def signing_store_key(self) -> Path:
        return self.signing_store_key_file or self.var / "keys" / "signing-store.key"

    @property
    def signing_address(self) -> str:
        return self.signing_url or f"http://127.0.0.1:{self.service_port(SIGNING)}"

    def url_for(self, database: str) -> str:
        """Address of one database, e.g. `one_stop` → postgresql://.../lienthong_one_stop."""
        if database in self.database_urls:
            return self.database_urls[database]
        parts = urlsplit(self.database_url)
        prefix = parts.path.strip("/") or "lienthong"
        return urlunsplit((parts.scheme, parts.netloc, f"/{prefix}_{database}", parts.query, ""))

    def service_port(self, service: str) -> int:
        return self.port + 1 + (*SERVICES, SIGNING).index(service)

    def service_url(self, service: str) -> str:
        return self.service_urls.get(service) or f"http://127.0.0.1:{self.service_port(service)}"
