"""Internal identity: who is calling, as the gateway says and each service checks.

A JWT (RFC 7519) of at most five minutes, RS256 alone, one audience per service. This is the only module that touches python-jose:
its defaults accept tokens without audience or expiry, so everything is required and pinned here (CVE-2024-33663, CVE-2024-33664).
"""

import base64
import hashlib
import time
from collections import OrderedDict
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, cast

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jwk, jwt
from jose.exceptions import JOSEError
from pydantic import BaseModel, ConfigDict, ValidationError

ISSUER = "lienthong-gateway"
HEADER = "x-lienthong-identity"
VISITOR_HEADER = "x-lienthong-visitor"
"""How the gateway tells those apart who bring a file and have not signed in: a mark of the address, no identity."""
IDLE = timedelta(minutes=30)
"""A person's session ends after so long without a sign of life: pages warn before, the gateway ends it."""
LIFETIME = 300
"""Seconds; the longest an identity may live."""

_ALGORITHM = "RS256"
_LEEWAY = 5
_LARGEST_TOKEN = 8192
_CACHE_SIZE = 20_000
_CACHE_SECONDS = 60

Kind = Literal["anonymous", "citizen", "officer", "system", "service"]
Confirmation = Literal["", "right", "wrong", "locked", "unsaid"]
"""What came of the password with this very request: nothing was typed (or nobody looked), right, wrong, typed wrongly too often to be
looked at, or its owner did not answer.
"""


class InvalidToken(Exception):
    """The token is not one of ours, not for us, or not valid now. The message never reaches the caller."""


class OnBehalfOf(BaseModel):
    """Người được làm thay: whose post a delegate works in, by which delegation (ủy quyền)."""

    model_config = ConfigDict(frozen=True)

    delegation: str
    """Its id."""
    subject: str
    """The giver's id."""
    name: str
    title: str
    """What the giver is; the delegate keeps a title of his own."""
    powers: frozenset[str]
    """What was given (`shared.access.rights.Power`)."""


class Identity(BaseModel):
    """Danh tính người gọi."""

    model_config = ConfigDict(frozen=True)

    kind: Kind = "anonymous"
    subject: str = ""
    """Person's, citizen's or client system's id."""
    name: str = ""
    user_name: str = ""
    agency_code: str = ""
    agency_name: str = ""
    title: str = ""
    roles: frozenset[str] = frozenset()
    """Post roles (`shared.access.rights.Role`) for officers, scopes for client systems."""
    csrf: str = ""
    session: str = ""
    post: str = ""
    """Vị trí công tác người này đang làm việc: name, agency and roles come from it alone. Its id; empty for who has none.

    For a delegate it is the giver's post.
    """
    unit: str = ""
    """Đơn vị trực thuộc in which the post lies, by id; empty for none."""
    leads_unit: bool = False
    """The post leads that unit."""
    on_behalf_of: OnBehalfOf | None = None
    """Thay mặt ai; None for who works in a post of his own."""
    has_other_posts: bool = False
    """There are others to change to."""
    must_choose: bool = False
    """Chưa chọn vị trí công tác: several stand, or the one chosen has ended. No roles until one is chosen."""
    must_change: bool = False
    """Mật khẩu ban đầu chưa đổi: an officer still signs in with the password somebody else has seen."""
    confirmation: Confirmation = ""
    """Xác nhận bằng mật khẩu: of this one request, of a form that asks for it (`shared.web.known_forms.Treatment.CONFIRMS`)."""

    @property
    def signed_in(self) -> bool:
        return self.kind != "anonymous"

    @property
    def desk(self) -> str:
        """Whose work this is, by id: a delegate works at the giver's desk, so that all of it lies there when the delegation ends."""
        return self.on_behalf_of.subject if self.on_behalf_of else self.subject

    @property
    def desk_name(self) -> str:
        return self.on_behalf_of.name if self.on_behalf_of else self.name

    @property
    def acting_name(self) -> str:
        """Who did it, as steps and papers say: "Trần Thị B (thay mặt Nguyễn Văn A)"."""
        return f"{self.name} (thay mặt {self.on_behalf_of.name})" if self.on_behalf_of else self.name

    @property
    def behalf(self) -> str:
        """On whose behalf, as the evidence log names people; empty for one's own post."""
        return f"{self.kind}:{self.on_behalf_of.subject}" if self.on_behalf_of else ""


ANONYMOUS = Identity()


class IdentityIssuer:
    """Makes identity tokens; only the gateway has one."""

    def __init__(self, private_key: Path) -> None:
        pem = private_key.read_bytes()
        key = serialization.load_pem_private_key(pem, password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError(f"{private_key.name} must hold an RSA key")
        self._key = jwk.construct(pem.decode(), _ALGORITHM)
        self._headers = {"kid": key_id(key.public_key()), "typ": "JWT"}

    def issue(self, identity: Identity, audience: str, lifetime: int = LIFETIME) -> str:
        issued = int(time.time())
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "sub": f"{identity.kind}:{identity.subject}",
            "aud": audience,
            "iat": issued,
            "nbf": issued,
            "exp": issued + min(lifetime, LIFETIME),
            "identity": identity.model_dump(mode="json"),
        }
        return str(jwt.encode(claims, self._key, algorithm=_ALGORITHM, headers=self._headers))


class IdentityVerifier:
    """Checks identity tokens for one audience, with a bounded cache of verified ones."""

    def __init__(self, jwks: Path, audience: str) -> None:
        keys = orjson.loads(jwks.read_bytes())["keys"]
        self._keys = {k["kid"]: jwk.construct(k, _ALGORITHM) for k in keys if k.get("kty") == "RSA"}
        self._audience = audience
        self._cache: OrderedDict[bytes, tuple[float, Identity]] = OrderedDict()

    def verify(self, token: str) -> Identity:
        """Raise InvalidToken unless every claim is present and right."""
        if len(token) > _LARGEST_TOKEN:
            raise InvalidToken("too long")
        digest = hashlib.sha256(token.encode("utf-8", "replace")).digest()
        cached = self._cache.get(digest)
        if cached and cached[0] > time.time():
            return cached[1]
        identity, expires = self._verify(token)
        self._cache[digest] = (min(expires, time.time() + _CACHE_SECONDS), identity)
        while len(self._cache) > _CACHE_SIZE:
            self._cache.popitem(last=False)
        return identity

    def _verify(self, token: str) -> tuple[Identity, float]:
        if token.count(".") != 2:
            raise InvalidToken("not a signed token")
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") != _ALGORITHM or set(header) - {"alg", "kid", "typ"}:
                raise InvalidToken("header not allowed")
            key = self._keys.get(str(header.get("kid")))
            if key is None:
                raise InvalidToken("unknown key")
            claims = jwt.decode(
                token,
                cast(Any, key),
                algorithms=[_ALGORITHM],
                audience=self._audience,
                issuer=ISSUER,
                options={f"require_{name}": True for name in ("aud", "exp", "iat", "iss", "nbf", "sub")}
                | {"leeway": _LEEWAY},
            )
            identity = Identity.model_validate(claims["identity"])
        except InvalidToken:
            raise
        except (JOSEError, ValidationError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise InvalidToken(type(error).__name__) from error
        self._check_claims(claims, identity)
        return identity, float(claims["exp"])

    def _check_claims(self, claims: dict[str, Any], identity: Identity) -> None:
        if not all(
            isinstance(claims[name], int) and not isinstance(claims[name], bool) for name in ("exp", "iat", "nbf")
        ):
            raise InvalidToken("times must be whole numbers")
        if claims["exp"] - claims["iat"] > LIFETIME or claims["iat"] > time.time() + _LEEWAY:
            raise InvalidToken("lives too long")
        if claims["aud"] != self._audience or claims["sub"] != f"{identity.kind}:{identity.subject}":
            raise InvalidToken("audience or subject does not match")


def key_id(public: rsa.RSAPublicKey) -> str:
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()[:12]).decode()


def make_keys(private_key: Path, jwks: Path, bits: int = 3072) -> None:
    """Make the gateway's key pair and the key set for the services, unless both are there."""
    if private_key.exists() and jwks.exists():
        return
    private_key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    numbers = key.public_key().public_numbers()
    public = {
        "kty": "RSA",
        "use": "sig",
        "alg": _ALGORITHM,
        "kid": key_id(key.public_key()),
        "n": _unsigned(numbers.n),
        "e": _unsigned(numbers.e),
    }
    private_key.touch(mode=0o600)
    private_key.write_bytes(pem)
    jwks.write_bytes(orjson.dumps({"keys": [public]}))


def _unsigned(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
