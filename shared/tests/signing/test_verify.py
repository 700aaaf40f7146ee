"""Checking: each way a signature can be wrong has its own reason, and nothing ever raises."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from shared.core.clock import now, stopped_at
from shared.signing.keys import AuthorityKeyStore
from shared.signing.pdf import sign_person
from shared.signing.trust import TrustAnchors
from shared.signing.verdicts import LaterChanges, Reason, Revocation
from shared.signing.verify import verify_pdf
from testing.signing_kit import authority_in

from .conftest import Desk
from .test_pdf import encrypted


def with_overlay(pdf: bytes) -> bytes:
    """Other words painted over the first page, as a forger would."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    paint = generic.StreamObject(stream_data=b"q 1 0 0 rg 50 700 200 30 re f Q")
    page = writer.find_page_for_modification(0)[0].get_object()
    old = page.raw_get("/Contents")
    added = writer.add_object(paint)
    kept = list(old) if isinstance(old, generic.ArrayObject) else [old]
    page["/Contents"] = generic.ArrayObject([*kept, added])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_an_unsigned_document_has_no_report(desk: Desk) -> None:
    assert verify_pdf(desk.letter, desk.trust) == []


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n", b"\x1b%-12345X@PJL\n"])
def test_bytes_before_the_header_make_no_damage(desk: Desk, before: bytes) -> None:
    assert verify_pdf(before + desk.letter, desk.trust) == []
    assert not any(report.valid for report in verify_pdf(before + desk.by_person, desk.trust)), "nobody signed them"


def test_a_flipped_byte_is_found(desk: Desk) -> None:
    broken = bytearray(desk.sealed)
    broken[broken.index(b"/MediaBox") + 1] ^= 1
    reports = verify_pdf(bytes(broken), desk.trust)
    assert reports
    assert not any(report.valid for report in reports)


def test_changed_content_is_named(desk: Desk) -> None:
    place = desk.by_person.index(b"stream\n") + 40
    broken = bytearray(desk.by_person)
    broken[place] ^= 1
    (report,) = verify_pdf(bytes(broken), desk.trust)
    assert report.reason is Reason.CONTENT_CHANGED
    assert not report.intact


def test_appended_bytes_do_not_pass_unseen(desk: Desk) -> None:
    (report,) = verify_pdf(desk.by_person + b"\n%% them vao sau\n", desk.trust)
    assert not report.covers_whole_document
    (clean,) = verify_pdf(desk.by_person, desk.trust)
    assert clean.covers_whole_document
    assert clean.later_changes is LaterChanges.NONE


def test_an_overlay_after_signing_is_not_valid_though_the_signed_part_is_intact(desk: Desk) -> None:
    (report,) = verify_pdf(with_overlay(desk.by_person), desk.trust)
    assert report.intact
    assert not report.valid
    assert report.reason is Reason.CHANGED_AFTER_SIGNING
    assert report.later_changes is LaterChanges.FORBIDDEN


def test_an_unknown_authority_is_named(desk: Desk, tmp_path: Path) -> None:
    stranger = TrustAnchors.of_authority(authority_in(tmp_path / "other").folder)
    for report in verify_pdf(desk.sealed, stranger):
        assert not report.valid
        assert report.reason is Reason.UNKNOWN_AUTHORITY
        assert report.intact


def test_a_certificate_revoked_before_signing_is_refused(desk: Desk) -> None:
    issued = desk.authority.issue_officer("thu-hoi", "Người Bị Thu Hồi", "Chuyên viên", "Sở Mẫu")
    desk.authority.revoke(issued.serial, at=now() - timedelta(days=1))
    signed = sign_person(desk.letter, desk.keys.signer("officer:thu-hoi"))
    (report,) = verify_pdf(signed, desk.trust)
    assert not report.valid
    assert report.reason is Reason.CERTIFICATE_REVOKED
    assert report.revocation is Revocation.REVOKED


def test_a_certificate_revoked_after_a_stamped_signing_stays_good(desk: Desk) -> None:
    issued = desk.authority.issue_officer("chuyen-di", "Người Chuyển Đi", "Chuyên viên", "Sở Mẫu")
    with stopped_at(now() - timedelta(days=30)):
        signed = sign_person(desk.letter, desk.keys.signer("officer:chuyen-di"))
    desk.authority.revoke(issued.serial, "cessationOfOperation", at=now() - timedelta(days=2))
    (report,) = verify_pdf(signed, desk.trust)
    assert report.valid
    assert report.time_stamped


def test_without_a_time_stamp_a_revoked_certificate_is_refused(desk: Desk) -> None:
    issued = desk.authority.issue_officer("khong-dau", "Người Không Dấu", "Chuyên viên", "Sở Mẫu")
    signer = AuthorityKeyStore(desk.authority).signer("officer:khong-dau")
    signer.time_stamper = None
    signed = sign_person(desk.letter, signer)
    assert verify_pdf(signed, desk.trust)[0].valid
    desk.authority.revoke(issued.serial)
    with stopped_at(now() + timedelta(seconds=2)):
        (report,) = verify_pdf(signed, desk.trust)
    assert not report.valid
    assert report.reason is Reason.CERTIFICATE_REVOKED


def test_a_moment_without_a_time_stamp_is_told_as_claimed(desk: Desk) -> None:
    signer = AuthorityKeyStore(desk.authority).signer("officer:mau")
    signer.time_stamper = None
    claimed = now() - timedelta(hours=20)
    with stopped_at(claimed):
        signed = sign_person(desk.letter, signer)
    (report,) = verify_pdf(signed, desk.trust)
    assert not report.time_stamped
    assert report.signed_at is not None
    assert abs(report.signed_at - claimed) < timedelta(seconds=1)
    (stamped,) = verify_pdf(desk.by_person, desk.trust)
    assert stamped.time_stamped


def test_an_expired_certificate_is_named(desk: Desk) -> None:
    desk.authority.issue_officer(
        "het-han",
        "Người Hết Hạn",
        "Chuyên viên",
        "Sở Mẫu",
        valid_from=now() - timedelta(days=400),
        valid_to=now() - timedelta(days=10),
    )
    signed = sign_person(desk.letter, desk.keys.signer("officer:het-han"))
    (report,) = verify_pdf(signed, desk.trust)
    assert not report.valid
    assert report.reason is Reason.CERTIFICATE_EXPIRED


def test_a_signature_made_before_expiry_stays_good(desk: Desk) -> None:
    desk.authority.issue_officer(
        "da-het",
        "Người Đã Hết",
        "Chuyên viên",
        "Sở Mẫu",
        valid_from=now() - timedelta(days=400),
        valid_to=now() - timedelta(days=10),
    )
    with stopped_at(now() - timedelta(days=20)):
        signed = sign_person(desk.letter, desk.keys.signer("officer:da-het"))
    assert verify_pdf(signed, desk.trust)[0].valid


def test_a_certificate_not_yet_valid_is_named(desk: Desk) -> None:
    desk.authority.issue_officer(
        "chua-den", "Người Chưa Đến", "Chuyên viên", "Sở Mẫu", valid_from=now() + timedelta(days=10)
    )
    signed = sign_person(desk.letter, desk.keys.signer("officer:chua-den"))
    (report,) = verify_pdf(signed, desk.trust)
    assert not report.valid
    assert report.reason is Reason.CERTIFICATE_NOT_YET_VALID


def test_unknown_revocation_is_not_valid(desk: Desk) -> None:
    blind = replace(desk.trust, revocation_lists=tuple)
    (report,) = verify_pdf(desk.by_person, blind)
    assert not report.valid
    assert report.revocation is Revocation.UNKNOWN


def test_a_stale_list_is_not_valid(desk: Desk) -> None:
    old_lists = list(desk.trust.revocation_lists())
    frozen = replace(desk.trust, revocation_lists=lambda: old_lists)
    with stopped_at(now() + timedelta(days=30)):
        (report,) = verify_pdf(desk.by_person, frozen)
    assert not report.valid


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.NOT_PDF),
        (b"khong phai pdf", Reason.NOT_PDF),
        (b"%PDF-1.7\n" + b"garbage" * 500, Reason.DAMAGED),
        (b"%PDF-1.7\n" + b" " * (61 * 1024 * 1024), Reason.TOO_LARGE),
    ],
)
def test_bad_files_are_reported_not_raised(desk: Desk, content: bytes, reason: Reason) -> None:
    assert [(report.valid, report.reason) for report in verify_pdf(content, desk.trust)] == [(False, reason)]


def test_an_encrypted_file_is_named(desk: Desk) -> None:
    assert verify_pdf(encrypted(desk.letter), desk.trust)[0].reason is Reason.ENCRYPTED


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=6), st.floats(0.05, 1))
def test_no_damage_raises_and_none_of_it_is_called_valid(
    desk: Desk, damage: list[tuple[float, int]], share: float
) -> None:
    broken = bytearray(desk.by_person[: max(1, int(len(desk.by_person) * share))])
    for place, mask in damage:
        broken[min(len(broken) - 1, int(place * len(broken)))] ^= mask
    for report in verify_pdf(bytes(broken), desk.trust):
        # Damage inside the signature's own padding changes nothing that was signed.
        assert not report.valid or report.intact
