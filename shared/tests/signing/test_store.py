"""Keys at rest: nobody without the store's key reads one, whatever a start or a change of key is stopped at."""

import base64
import secrets
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.signing.authority import SigningAuthority
from shared.signing.cabinet import AUTHORITIES, KeyCabinet
from shared.signing.keys import AuthorityKeyStore
from shared.signing.store_keys import StoreClosed, StoreKeys, add_store_key
from testing.signing_kit import authority_in

HOLDERS = ("officer:an", "seal:000.00.11.H08")
CLEAR = (b"PRIVATE KEY", b"BEGIN EC")


def filled(var: Path) -> SigningAuthority:
    authority = authority_in(var)
    authority.issue_officer("an", "Lê Thị An", "Giám đốc", "Sở Mẫu")
    authority.issue_seal("000.00.11.H08", "Sở Mẫu")
    return authority


def in_the_clear(var: Path) -> list[Path]:
    """Files that hold a private key anybody could read: PEM, or its bytes."""
    files = [path for path in var.rglob("*") if path.is_file()]
    return [path for path in files if any(word in path.read_bytes() for word in CLEAR)]


def back_to_the_clear(var: Path) -> dict[str, bytes]:
    """What a province looked like before the signing port; returns what its files held."""
    authority = authority_in(var)
    old = {label: authority.cabinet.get(label) for label in authority.cabinet.labels()}
    folder = authority.folder
    for label, pem in old.items():
        key, certificate = pem[: pem.index(b"-----BEGIN CERTIFICATE")], pem[pem.index(b"-----BEGIN CERTIFICATE") :]
        if label in AUTHORITIES:
            (folder / f"{label}.key").write_bytes(key)
            (folder / f"{label}.pem").write_bytes(certificate)
        else:
            (folder / "holders" / f"{label}.pem").write_bytes(pem)
    if (authority.cabinet.folder / "revoked.json").exists():
        (folder / "revoked.json").write_text((authority.cabinet.folder / "revoked.json").read_text())
    (folder / "ready").touch()
    for path in authority.cabinet.folder.iterdir():
        path.unlink()
    authority.cabinet.folder.rmdir()
    return old


def test_no_file_holds_a_private_key_in_the_clear(tmp_path: Path) -> None:
    authority = filled(tmp_path)
    assert in_the_clear(tmp_path) == []
    assert {stat.S_IMODE(path.stat().st_mode) for path in authority.cabinet.folder.glob("*.key")} == {0o600}
    assert stat.S_IMODE(authority.cabinet.folder.stat().st_mode) == 0o700
    der = serialization.load_pem_private_key(authority.cabinet.get("issuing"), None)
    assert isinstance(der, ec.EllipticCurvePrivateKey)
    secret = der.private_numbers().private_value.to_bytes(32, "big")
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and secret in path.read_bytes()]


def test_without_the_key_of_the_store_nothing_opens(tmp_path: Path) -> None:
    authority = filled(tmp_path)
    stranger = KeyCabinet(authority.cabinet.folder, StoreKeys([secrets.token_bytes(32)]))
    for label in authority.cabinet.labels():
        with pytest.raises(StoreClosed, match="khóa kho khác"):
            stranger.get(label)
    with pytest.raises(StoreClosed):
        SigningAuthority(authority.folder, "http://localhost:8000", stranger)
    # A start that cannot open the store makes no second authority.
    assert authority_in(tmp_path).root_certificate() == authority.root_certificate()


@pytest.mark.parametrize("content", [b"", b"\n", b"kh\xc3\xb4ng", base64.b64encode(b"too short"), b"=" * 44])
def test_a_key_file_that_is_none_is_told_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.key").write_bytes(content)
    with pytest.raises(StoreClosed) as refusal:
        StoreKeys.read(tmp_path / "store.key")
    assert str(refusal.value).endswith(".")
    with pytest.raises(StoreClosed):
        StoreKeys.read(tmp_path / "absent.key")


def test_a_key_in_anothers_place_or_altered_does_not_open(tmp_path: Path) -> None:
    cabinet = filled(tmp_path).cabinet
    leader, seal = cabinet.folder / "officer-an.key", cabinet.folder / "seal-000.00.11.H08.key"
    whole = leader.read_bytes()
    leader.write_bytes(seal.read_bytes())
    with pytest.raises(StoreClosed):
        cabinet.get("officer-an")
    for place in (0, 5, 14, 40, len(whole) - 1):
        leader.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(StoreClosed):
            cabinet.get("officer-an")
    leader.write_bytes(whole[:9])
    with pytest.raises(StoreClosed):
        cabinet.get("officer-an")


def test_the_key_of_the_store_is_changed_by_a_line_and_a_start(tmp_path: Path) -> None:
    authority = filled(tmp_path)
    file = tmp_path / "keys" / "signing-store.key"
    (first,) = file.read_bytes().split()
    certificate = authority.cabinet.get("officer-an")
    add_store_key(file, only_first=True)
    assert file.read_bytes().split() == [first]
    add_store_key(file)
    second, kept = file.read_bytes().split()
    assert kept == first
    assert second != first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # A process that still knows the first key alone goes on until it is started anew.
    assert authority.cabinet.get("officer-an") == certificate
    again = authority_in(tmp_path)
    file.write_bytes(second + b"\n")
    alone = KeyCabinet(again.cabinet.folder, StoreKeys.read(file))
    assert alone.get("officer-an") == certificate
    assert alone.labels() == again.cabinet.labels()
    assert all(alone.get(label) for label in alone.labels())


def test_a_change_of_key_that_was_stopped_half_way_is_finished_by_the_next_start(tmp_path: Path) -> None:
    authority = filled(tmp_path)
    file = tmp_path / "keys" / "signing-store.key"
    add_store_key(file)
    both = StoreKeys.read(file)
    pem = authority.cabinet.get("issuing")
    (authority.cabinet.folder / "issuing.key").write_bytes(both.close("issuing", pem))
    authority_in(tmp_path)
    file.write_bytes(file.read_bytes().split()[0])
    assert authority_in(tmp_path).cabinet.get("issuing") == pem


def test_keys_in_the_clear_are_taken_in_at_the_first_start_and_removed(tmp_path: Path) -> None:
    authority = filled(tmp_path)
    former = authority.issue_officer("cu", "Người Cũ", "Văn thư", "Sở Mẫu")
    authority.end("officer:cu")
    old = back_to_the_clear(tmp_path)
    assert len(in_the_clear(tmp_path)) == len(old) == 5
    taken = authority_in(tmp_path)
    assert in_the_clear(tmp_path) == []
    assert {label: taken.cabinet.get(label) for label in taken.cabinet.labels()} == old
    keys = AuthorityKeyStore(taken)
    for holder in HOLDERS:
        taken.require_in_force(keys.signer(holder))
    assert taken.is_revoked(former.serial)
    assert not (taken.folder / "revoked.json").exists()
    for name in ("root", "issuing", "tsa", "holders/officer-an"):
        x509.load_pem_x509_certificate((taken.folder / f"{name}.pem").read_bytes())


@pytest.mark.parametrize("stopped_after", range(6))
def test_a_taking_in_that_was_stopped_is_repeated_and_loses_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped_after: int
) -> None:
    filled(tmp_path)
    old = back_to_the_clear(tmp_path)
    put, count = KeyCabinet.put, 0

    def stopping(self: KeyCabinet, label: str, pem: bytes) -> None:
        nonlocal count
        count += 1
        if count > stopped_after:
            raise OSError("the disk is full")
        put(self, label, pem)

    monkeypatch.setattr(KeyCabinet, "put", stopping)
    if stopped_after < len(old):
        with pytest.raises(OSError, match="full"):
            authority_in(tmp_path)
        assert len(in_the_clear(tmp_path)) == len(old), "nothing is removed before everything is kept"
    monkeypatch.setattr(KeyCabinet, "put", put)
    taken = authority_in(tmp_path)
    assert {label: taken.cabinet.get(label) for label in taken.cabinet.labels()} == old
    assert in_the_clear(tmp_path) == []


def test_a_certificate_that_a_stopped_start_did_not_publish_is_published(tmp_path: Path) -> None:
    authority = filled(tmp_path)
    shown = authority.folder / "holders" / "officer-an.pem"
    certificate = shown.read_bytes()
    shown.unlink()
    (authority.folder / "issuing.crl").unlink()
    again = authority_in(tmp_path)
    assert shown.read_bytes() == certificate
    assert x509.load_der_x509_crl(again.issuing_crl()).issuer


def test_public_parts_are_for_everybody_and_name_no_secret(tmp_path: Path) -> None:
    authority = filled(tmp_path)
    for path in authority.folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o044 == 0o044, path
