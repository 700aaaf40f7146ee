"""Forged identity tokens (threat S2): every one is refused, by the one module that reads them."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from shared.access.identity import (
    ISSUER,
    LIFETIME,
    Identity,
    IdentityIssuer,
    IdentityVerifier,
    InvalidToken,
    key_id,
    make_keys,
)

AUDIENCE = "one-stop"
OFFICER = Identity(kind="officer", subject="1", name="An", agency_code="000.00.11.H08", roles=frozenset({"specialist"}))


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def part(value: Any) -> str:
    return b64(value if isinstance(value, bytes) else orjson.dumps(value))


class Forge:
    """Makes tokens as an attacker would: knows the public key and any valid token, and has keys of his own."""

    def __init__(self, folder: Path) -> None:
        make_keys(folder / "key.pem", folder / "jwks.json", bits=2048)
        self.folder = folder
        loaded = serialization.load_pem_private_key((folder / "key.pem").read_bytes(), None)
        assert isinstance(loaded, rsa.RSAPrivateKey)
        self.ours = loaded
        self.theirs = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.kid = key_id(self.ours.public_key())
        self.public_pem = self.ours.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.public_der = self.ours.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.verifier = IdentityVerifier(folder / "jwks.json", AUDIENCE)
        self.issuer = IdentityIssuer(folder / "key.pem")

    def header(self, **changes: Any) -> dict[str, Any]:
        return _changed({"alg": "RS256", "typ": "JWT", "kid": self.kid}, changes)

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        whole = {
            "iss": ISSUER,
            "sub": "officer:1",
            "aud": AUDIENCE,
            "iat": now,
            "nbf": now,
            "exp": now + 200,
            "identity": OFFICER.model_dump(mode="json"),
        }
        return _changed(whole, changes)

    def sign(self, header: Any, claims: Any, key: rsa.RSAPrivateKey | None = None, hash_: Any = None) -> str:
        body = f"{part(header)}.{part(claims)}"
        signature = (key or self.ours).sign(body.encode(), padding.PKCS1v15(), hash_ or hashes.SHA256())
        return f"{body}.{b64(signature)}"

    def hmac(self, secret: bytes, name: str = "HS256", digest: str = "sha256") -> str:
        body = f"{part(self.header(alg=name))}.{part(self.claims())}"
        return f"{body}.{b64(hmac.new(secret, body.encode(), digest).digest())}"

    def valid(self) -> str:
        return self.issuer.issue(OFFICER, AUDIENCE)


def _changed(whole: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """None takes a member away."""
    return {name: value for name, value in (whole | changes).items() if value is not None}


def now() -> int:
    return int(time.time())


def _jwk_of(key: rsa.RSAPrivateKey) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    return {"kty": "RSA", "n": b64(numbers.n.to_bytes(256, "big")), "e": "AQAB"}


def _bit_flipped(token: str) -> str:
    head, body, signature = token.split(".")
    raw = bytearray(base64.urlsafe_b64decode(signature + "=="))
    raw[10] ^= 1
    return f"{head}.{body}.{b64(bytes(raw))}"


def _swapped_body(forge: Forge) -> str:
    head, _, signature = forge.valid().split(".")
    leader = OFFICER.model_copy(update={"roles": frozenset({"operator"})})
    return f"{head}.{part(forge.claims(identity=leader.model_dump(mode='json')))}.{signature}"


def _pss(forge: Forge) -> str:
    body = f"{part(forge.header(alg='PS256'))}.{part(forge.claims())}"
    salted = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
    return f"{body}.{b64(forge.ours.sign(body.encode(), salted, hashes.SHA256()))}"


def _elliptic(forge: Forge) -> str:
    body = f"{part(forge.header(alg='ES256'))}.{part(forge.claims())}"
    return f"{body}.{b64(ec.generate_private_key(ec.SECP256R1()).sign(body.encode(), ec.ECDSA(hashes.SHA256())))}"


def _other_issuer(forge: Forge) -> str:
    make_keys(forge.folder / "b.pem", forge.folder / "b.json", bits=2048)
    return IdentityIssuer(forge.folder / "b.pem").issue(OFFICER, AUDIENCE)


FORGED: dict[str, Callable[[Forge], str]] = {
    # algorithm
    "alg none, no signature": lambda f: f"{part(f.header(alg='none'))}.{part(f.claims())}.",
    "alg None": lambda f: f"{part(f.header(alg='None'))}.{part(f.claims())}.",
    "alg NONE with a signature": lambda f: f.sign(f.header(alg="NONE"), f.claims()),
    "alg none, two parts": lambda f: f"{part(f.header(alg='none'))}.{part(f.claims())}",
    "alg missing": lambda f: f.sign(f.header(alg=None), f.claims()),
    "alg empty": lambda f: f.sign(f.header(alg=""), f.claims()),
    "alg a list": lambda f: f.sign(f.header(alg=["RS256"]), f.claims()),
    "alg in lower case": lambda f: f.sign(f.header(alg="rs256"), f.claims()),
    "HS256 with the public PEM as secret": lambda f: f.hmac(f.public_pem),
    "HS256 with the public DER as secret": lambda f: f.hmac(f.public_der),
    "HS256 with the key set as secret": lambda f: f.hmac((f.folder / "jwks.json").read_bytes()),
    "HS256 with an empty secret": lambda f: f.hmac(b""),
    "HS256 with the kid as secret": lambda f: f.hmac(f.kid.encode()),
    "HS512 with the public PEM as secret": lambda f: f.hmac(f.public_pem, "HS512", "sha512"),
    "RS256 in the header, HMAC in the signature": lambda f: f.hmac(f.public_pem, "RS256"),
    "RS384 by the right key": lambda f: f.sign(f.header(alg="RS384"), f.claims(), hash_=hashes.SHA384()),
    "RS512 by the right key": lambda f: f.sign(f.header(alg="RS512"), f.claims(), hash_=hashes.SHA512()),
    "PS256 by the right key": _pss,
    "ES256 by another key": _elliptic,
    # key
    "another key under our kid": lambda f: f.sign(f.header(), f.claims(), f.theirs),
    "another key under its own kid": lambda f: f.sign(
        f.header(kid=key_id(f.theirs.public_key())), f.claims(), f.theirs
    ),
    "a whole token of another gateway": _other_issuer,
    "kid missing": lambda f: f.sign(f.header(kid=None), f.claims()),
    "kid a path": lambda f: f.sign(f.header(kid="../../../../dev/null"), f.claims(), f.theirs),
    "kid a query": lambda f: f.sign(f.header(kid="x' UNION SELECT 'a"), f.claims(), f.theirs),
    "kid a list": lambda f: f.sign(f.header(kid=[f.kid]), f.claims()),
    "kid with a NUL": lambda f: f.sign(f.header(kid=f.kid + "\0"), f.claims()),
    "jwk in the header": lambda f: f.sign(f.header(jwk=_jwk_of(f.theirs)), f.claims(), f.theirs),
    "jku in the header": lambda f: f.sign(f.header(jku="http://127.0.0.1:9/jwks.json"), f.claims()),
    "x5u in the header": lambda f: f.sign(f.header(x5u="http://127.0.0.1:9/cert.pem"), f.claims()),
    "x5c in the header": lambda f: f.sign(f.header(x5c=["MIIB"]), f.claims()),
    "crit in the header": lambda f: f.sign(f.header(crit=["exp"]), f.claims()),
    "b64 false": lambda f: f.sign(f.header(b64=False), f.claims()),
    "zip in the header": lambda f: f.sign(f.header(zip="DEF"), f.claims()),
    # signature and form
    "signature empty": lambda f: f.valid().rsplit(".", 1)[0] + ".",
    "signature of another token": lambda f: (
        f.valid().rsplit(".", 1)[0] + "." + f.sign(f.header(), {}).rsplit(".", 1)[1]
    ),
    "signature with a flipped bit": lambda f: _bit_flipped(f.valid()),
    "signature cut": lambda f: f.valid()[:-8],
    "body swapped": _swapped_body,
    "four parts": lambda f: f.valid() + ".x",
    "one part": lambda f: "x" * 40,
    "empty": lambda f: "",
    "dots": lambda f: "..",
    "five parts, as encrypted": lambda f: ".".join(
        [part({"alg": "dir", "enc": "A256GCM"}), "", b64(b"iv"), b64(b"x" * 9), b64(b"t")]
    ),
    "header no JSON": lambda f: f"{b64(b'{')}.{part(f.claims())}.{b64(b'x' * 256)}",
    "header a list": lambda f: f.sign([], f.claims()),
    "body no JSON": lambda f: f.sign(f.header(), b"{"),
    "body a list": lambda f: f.sign(f.header(), []),
    "body a string": lambda f: f.sign(f.header(), "x"),
    "over 8 KB": lambda f: f.sign(f.header(), f.claims(padding="x" * 9000)),
    "deeply nested": lambda f: f.sign(f.header(), b"[" * 5000),
    "not ASCII": lambda f: f.valid()[:-4] + "đườn",
    "a space inside": lambda f: f.valid().replace(".", " .", 1),
    "bearer before it": lambda f: "Bearer " + f.valid(),
    # audience, issuer, subject
    "for another service": lambda f: f.issuer.issue(OFFICER, "document-exchange"),
    "aud missing": lambda f: f.sign(f.header(), f.claims(aud=None)),
    "aud a list with ours": lambda f: f.sign(f.header(), f.claims(aud=["document-exchange", AUDIENCE])),
    "aud empty": lambda f: f.sign(f.header(), f.claims(aud="")),
    "aud a prefix": lambda f: f.sign(f.header(), f.claims(aud="one")),
    "another issuer": lambda f: f.sign(f.header(), f.claims(iss="somebody")),
    "iss missing": lambda f: f.sign(f.header(), f.claims(iss=None)),
    "iss a list": lambda f: f.sign(f.header(), f.claims(iss=[ISSUER, "somebody"])),
    "sub missing": lambda f: f.sign(f.header(), f.claims(sub=None)),
    "sub of another person": lambda f: f.sign(f.header(), f.claims(sub="officer:2")),
    "sub of another kind": lambda f: f.sign(f.header(), f.claims(sub="service:1")),
    # time
    "expired": lambda f: f.sign(f.header(), f.claims(iat=now() - 400, nbf=now() - 400, exp=now() - 101)),
    "exp missing": lambda f: f.sign(f.header(), f.claims(exp=None)),
    "exp text": lambda f: f.sign(f.header(), f.claims(exp=str(now() + 100))),
    "exp with a fraction": lambda f: f.sign(f.header(), f.claims(exp=now() + 100.5)),
    "exp true": lambda f: f.sign(f.header(), f.claims(exp=True)),
    "exp endless": lambda f: f.sign(f.header(), f.claims(exp=10**18)),
    "lives an hour": lambda f: f.sign(f.header(), f.claims(exp=now() + 3600)),
    "lives a second too long": lambda f: f.sign(f.header(), f.claims(exp=now() + LIFETIME + 1)),
    "not valid yet": lambda f: f.sign(f.header(), f.claims(nbf=now() + 60)),
    "nbf missing": lambda f: f.sign(f.header(), f.claims(nbf=None)),
    "iat missing": lambda f: f.sign(f.header(), f.claims(iat=None)),
    "issued in the future": lambda f: f.sign(f.header(), f.claims(iat=now() + 60, exp=now() + 200)),
    "iat text": lambda f: f.sign(f.header(), f.claims(iat="now")),
    # identity
    "identity missing": lambda f: f.sign(f.header(), f.claims(identity=None)),
    "identity a string": lambda f: f.sign(f.header(), f.claims(identity="officer")),
    "identity of an unknown kind": lambda f: f.sign(f.header(), f.claims(identity={"kind": "root", "subject": "1"})),
    "roles no list": lambda f: f.sign(
        f.header(), f.claims(identity=OFFICER.model_dump(mode="json") | {"roles": "leader"})
    ),
}


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Forge:
    return Forge(tmp_path_factory.mktemp("identity"))


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_token_is_refused(forge: Forge, name: str) -> None:
    token = FORGED[name](forge)
    for _ in range(2):  # the cache must not let in what was refused
        with pytest.raises(InvalidToken):
            forge.verifier.verify(token)


def test_the_forge_can_make_a_sound_token(forge: Forge) -> None:
    """Or the table above would prove nothing."""
    assert len(FORGED) >= 30
    assert forge.verifier.verify(forge.sign(forge.header(), forge.claims())) == OFFICER


def test_a_token_of_ours_is_accepted_once_and_from_the_cache(forge: Forge) -> None:
    token = forge.valid()
    assert forge.verifier.verify(token) == OFFICER
    assert forge.verifier.verify(token) == OFFICER


def test_the_cache_ends_with_the_token(forge: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = now() + 30  # sooner than the cache would forget it by itself
    token = forge.sign(forge.header(), forge.claims(iat=now() - 100, nbf=now() - 100, exp=ends))
    assert forge.verifier.verify(token) == OFFICER
    monkeypatch.setattr(forge.verifier, "_keys", {})  # whoever looks at it anew refuses it
    monkeypatch.setattr("shared.access.identity.time.time", lambda: ends - 1)
    assert forge.verifier.verify(token) == OFFICER
    monkeypatch.setattr("shared.access.identity.time.time", lambda: ends + 1)
    with pytest.raises(InvalidToken):
        forge.verifier.verify(token)


def test_no_token_lives_longer_than_five_minutes(forge: Forge) -> None:
    from jose import jwt

    claims = jwt.get_unverified_claims(forge.issuer.issue(OFFICER, AUDIENCE, lifetime=86_400))
    assert claims["exp"] - claims["iat"] == LIFETIME == 300


def test_keys_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    private, public = tmp_path / "keys" / "identity.pem", tmp_path / "keys" / "identity.jwks.json"
    make_keys(private, public, bits=2048)
    digest = hashlib.sha256(private.read_bytes()).digest()
    make_keys(private, public, bits=2048)
    assert hashlib.sha256(private.read_bytes()).digest() == digest
    assert private.stat().st_mode & 0o077 == 0
    assert "d" not in orjson.loads(public.read_bytes())["keys"][0]
