"""The test authority: made once, shared by processes, checked by OpenSSL."""

import re
import shutil
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID

from shared.core.clock import now, stopped_at
from shared.signing.authority import SigningAuthority
from shared.signing.errors import SigningKeyMissing, SigningRefused
from shared.signing.holders import certificate_file
from shared.signing.keys import AuthorityKeyStore
from shared.signing.store_keys import add_store_key
from shared.signing.timestamps import AuthorityTimeStamper
from shared.signing.verdicts import SignerKind
from testing.signing_kit import authority_in

ROOT = Path(__file__).parents[3]


@pytest.fixture
def authority(tmp_path: Path) -> SigningAuthority:
    return authority_in(tmp_path)


def test_keys_are_readable_by_the_owner_only(authority: SigningAuthority) -> None:
    authority.issue_officer("an", "Lê Thị An", "Chuyên viên", "Sở Mẫu")
    secret = list(authority.cabinet.folder.glob("*.key"))
    assert len(secret) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in secret} == {0o600}


def test_a_second_start_keeps_the_same_authority(authority: SigningAuthority) -> None:
    again = authority_in(authority.folder.parent)
    assert again.root_certificate() == authority.root_certificate()


def test_officer_certificate_names_person_post_agency_and_where_its_list_is(authority: SigningAuthority) -> None:
    issued = authority.issue_officer("an", "Lê Thị An", "Chuyên viên", "Sở Mẫu")
    certificate = x509.load_pem_x509_certificate(issued.certificate_pem)
    facts = {attribute.oid: attribute.value for attribute in certificate.subject}
    assert facts[NameOID.COMMON_NAME] == "Lê Thị An"
    assert facts[NameOID.TITLE] == "Chuyên viên"
    assert facts[NameOID.ORGANIZATION_NAME] == "Sở Mẫu"
    points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert points[0].full_name is not None
    assert points[0].full_name[0].value == "http://localhost:8000/pki/issuing.crl"


def test_openssl_accepts_the_chain_and_refuses_it_after_revocation(authority: SigningAuthority, tmp_path: Path) -> None:
    issued = authority.issue_officer("an", "Lê Thị An", "Chuyên viên", "Sở Mẫu")
    holder = tmp_path / "holder.pem"
    holder.write_bytes(issued.certificate_pem)
    lists = tmp_path / "lists.pem"

    def check() -> subprocess.CompletedProcess[str]:
        both = [x509.load_der_x509_crl(crl) for crl in (authority.root_crl(), authority.issuing_crl())]
        lists.write_bytes(b"".join(crl.public_bytes(serialization.Encoding.PEM) for crl in both))
        command = ["openssl", "verify", "-crl_check_all", "-CRLfile", str(lists)]
        command += ["-CAfile", str(authority.folder / "root.pem"), "-untrusted", str(authority.folder / "issuing.pem")]
        return subprocess.run([*command, str(holder)], capture_output=True, text=True, check=False)

    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    assert check().returncode == 0, check().stderr
    authority.revoke(issued.serial)
    assert "certificate revoked" in check().stderr


def test_issuing_again_returns_the_certificate_in_force(authority: SigningAuthority) -> None:
    first = authority.issue_officer("an", "Lê Thị An", "Chuyên viên", "Sở Mẫu")
    assert authority.issue_officer("an", "Lê Thị An", "Chuyên viên", "Sở Mẫu") == first


def test_a_new_post_ends_the_earlier_certificate(authority: SigningAuthority) -> None:
    first = authority.issue_officer("an", "Lê Thị An", "Chuyên viên", "Sở Mẫu")
    second = authority.issue_officer("an", "Lê Thị An", "Phó Giám đốc", "Sở Mẫu")
    assert second.serial != first.serial
    assert authority.is_revoked(first.serial)
    assert not authority.is_revoked(second.serial)


def test_lists_are_renewed_before_they_end(authority: SigningAuthority) -> None:
    before = authority.issuing_crl()
    assert authority.issuing_crl() == before
    with stopped_at(now() + timedelta(days=6)):
        renewed = x509.load_der_x509_crl(authority.issuing_crl())
    assert renewed.next_update_utc is not None
    assert renewed.next_update_utc > now() + timedelta(days=12)


@pytest.mark.parametrize("subject_id", ["", "../root", "a/b", "a b", ".hidden", "x" * 65])
def test_an_identifier_never_becomes_a_path(authority: SigningAuthority, subject_id: str) -> None:
    with pytest.raises(SigningRefused):
        authority.issue_officer(subject_id, "Lê Thị An", "Chuyên viên", "Sở Mẫu")
    with pytest.raises(SigningRefused):
        certificate_file(authority.folder, f"officer:{subject_id}")


def test_a_long_agency_name_still_gets_a_certificate(authority: SigningAuthority) -> None:
    name = "Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính trực thuộc Văn phòng Ủy ban nhân dân tỉnh"
    authority.issue_seal("H08.99.01", name)
    signer = AuthorityKeyStore(authority).signer("seal:H08.99.01")
    assert signer.kind is SignerKind.SEAL
    assert name.startswith(signer.common_name)


_START_AND_ISSUE = """
import sys
from pathlib import Path
from testing.signing_kit import authority_in
authority = authority_in(Path(sys.argv[1]))
authority.issue_officer("o" + sys.argv[2], "Lê Thị An", "Chuyên viên", "Sở Mẫu")
authority.issue_officer("shared", "Trần Chung", "Chuyên viên", "Sở Mẫu")
"""


def test_processes_starting_together_share_one_authority(tmp_path: Path) -> None:
    add_store_key(tmp_path / "keys" / "signing-store.key")
    started = [
        subprocess.Popen([sys.executable, "-c", _START_AND_ISSUE, str(tmp_path), str(number)], cwd=ROOT)
        for number in range(3)
    ]
    assert [process.wait(timeout=120) for process in started] == [0, 0, 0]
    authority = authority_in(tmp_path)
    keys = AuthorityKeyStore(authority)
    assert keys.signer("officer:shared").common_name == "Trần Chung"
    assert {keys.signer(f"officer:o{number}").organisation for number in range(3)} == {"Sở Mẫu"}
    # Nothing half-written is left, and all certificates come from one issuer.
    assert not list(tmp_path.rglob(".*"))
    certificates = [keys.signer(f"officer:o{number}").signing_cert for number in range(3)]
    assert len({one.authority_key_identifier for one in certificates if one is not None}) == 1


def test_a_missing_key_is_refused_by_name(authority: SigningAuthority) -> None:
    keys = AuthorityKeyStore(authority)
    for holder in ("officer:nobody", "seal:H99", "root", "officer:../../root"):
        with pytest.raises(SigningKeyMissing) as refusal:
            keys.signer(holder)
        assert refusal.value.sentence


def test_the_store_notices_a_replaced_certificate(authority: SigningAuthority) -> None:
    authority.issue_officer("an", "Lê Thị An", "Chuyên viên", "Sở Mẫu")
    keys = AuthorityKeyStore(authority)
    first = keys.signer("officer:an")
    assert keys.signer("officer:an") is first
    authority.issue_officer("an", "Lê Thị An", "Phó Giám đốc", "Sở Mẫu")
    assert keys.signer("officer:an").title == "Phó Giám đốc"


def test_openssl_verifies_our_time_stamp(authority: SigningAuthority, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    content = tmp_path / "content"
    content.write_bytes(b"Phieu ghi nhan")
    query = tmp_path / "query.tsq"
    command = ["openssl", "ts", "-query", "-data", str(content), "-sha256", "-cert", "-out", str(query)]
    subprocess.run(command, check=True, capture_output=True)
    answer = tmp_path / "answer.tsr"
    answer.write_bytes(AuthorityTimeStamper(authority).answer(query.read_bytes()))
    command = ["openssl", "ts", "-verify", "-data", str(content), "-in", str(answer)]
    command += ["-CAfile", str(authority.folder / "root.pem"), "-untrusted", str(authority.folder / "issuing.pem")]
    verified = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Verification: OK" in verified.stdout + verified.stderr
    read = subprocess.run(
        ["openssl", "ts", "-reply", "-in", str(answer), "-text"], capture_output=True, text=True, check=True
    )
    (policy,) = re.findall(r"Policy OID: (\S+)", read.stdout)
    assert policy.startswith("2.25."), "an arc that belongs to nobody (X.667), not another organisation's"


@pytest.mark.parametrize("query", [b"", b"garbage", b"\x30\x03\x02\x01\x01"])
def test_an_unreadable_time_stamp_query_is_rejected_not_raised(authority: SigningAuthority, query: bytes) -> None:
    assert AuthorityTimeStamper(authority).answer(query)
