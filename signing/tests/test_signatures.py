"""A person's own asking, and nothing else, moves that person's key; what comes out is judged by OpenSSL."""

import asyncio
import hashlib
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.access.identity import Identity
from shared.access.rights import Power, Role
from shared.core import clock
from shared.signing.port import ASKED_BY
from testing.delegates import BINH, acting_for

from .conftest import AGENCY, CLERK, LEADER, NAME, Port, officer

Play = Callable[[Callable[[Port], Any]], None]


@pytest.fixture
def play(open_port: Callable[[], Any]) -> Play:
    def start(check: Callable[[Port], Any]) -> None:
        async def whole() -> None:
            async with open_port() as port:
                await check(port)

        asyncio.run(whole())

    return start


def test_what_a_person_asked_for_is_signed_and_openssl_finds_it_good(play: Play, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    content = "Quyết định số 12/QĐ".encode()
    made: list[str] = []

    async def check(port: Port) -> None:
        digest = hashlib.sha256(content).hexdigest()
        for path, who, holder in (("signatures", LEADER, "officer:an"), ("seals", CLERK, f"seal:{AGENCY}")):
            answer = await port.ask(path, port.wish(holder, digest=digest), who)
            assert answer.status_code == 200, answer.text
            made.append(answer.json()["signature"])

    play(check)
    for signature in made:
        (tmp_path / "signature.der").write_bytes(bytes.fromhex(signature))
        command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(tmp_path / "signature.der")]
        command += ["-content", str(tmp_path / "content"), "-CAfile", str(tmp_path / "authority" / "root.pem")]
        command += ["-purpose", "any", "-out", str(tmp_path / "out")]
        for said, good in ((content, True), (content + b" ", False)):
            (tmp_path / "content").write_bytes(said)
            judged = subprocess.run(command, capture_output=True, text=True, check=False)
            assert (judged.returncode == 0) == good, judged.stderr


def test_each_signature_leaves_evidence_of_who_asked_through_whom_and_for_what(play: Play) -> None:
    async def check(port: Port) -> None:
        who = LEADER.model_copy(update={"post": "post-1"})
        wish = port.wish(matter="dossier/0197-b")
        assert (await port.ask("signatures", wish, who, "one-stop")).status_code == 200
        (row,) = await port.evidence("signature-made")
        assert (row["subject"], row["actor"], row["agency_code"], row["post"]) == (
            "dossier/0197-b",
            "officer:an",
            AGENCY,
            "post-1",
        )
        for fact in (wish["digest"], wish["serial"], "officer:an", "one-stop"):
            assert fact in str(row["facts"])

    play(check)


REFUSED: list[tuple[str, Identity | None, str, str, int]] = [
    ("nobody asks", None, "signatures", "officer:an", 401),
    ("another leader", officer(Role.LEADER, subject="binh"), "signatures", "officer:an", 403),
    ("no longer a leader", officer(Role.SPECIALIST), "signatures", "officer:an", 403),
    ("the first password", LEADER.model_copy(update={"must_change": True}), "signatures", "officer:an", 403),
    ("no post chosen", LEADER.model_copy(update={"must_choose": True}), "signatures", "officer:an", 403),
    ("a citizen of that number", Identity(kind="citizen", subject="an"), "signatures", "officer:an", 403),
    (
        "a client system",
        Identity(kind="system", subject="an", roles=frozenset({"documents"}), agency_code=AGENCY),
        "signatures",
        "officer:an",
        403,
    ),
    ("a service", Identity(kind="service", subject="an"), "signatures", "officer:an", 403),
    ("in a post elsewhere", officer(Role.LEADER, agency_name="Sở Khác"), "signatures", "officer:an", 422),
    ("the agency's seal as one's own", LEADER, "signatures", f"seal:{AGENCY}", 403),
    ("a leader seals", LEADER, "seals", f"seal:{AGENCY}", 403),
    (
        "a delegate who was not given signing",
        acting_for(LEADER, Power.DOCUMENTS, Power.DOSSIERS),
        "signatures",
        f"officer:{BINH['subject']}",
        403,
    ),
    (
        "a delegate whose password was reset",
        acting_for(LEADER, *Power).model_copy(update={"must_change": True}),
        "signatures",
        f"officer:{BINH['subject']}",
        403,
    ),
    ("a delegate, with the giver's key", acting_for(LEADER, *Power), "signatures", "officer:an", 403),
    (
        "another agency's clerk",
        officer(Role.RECORDS_CLERK, subject="thu", agency_code="000.00.12.H08"),
        "seals",
        f"seal:{AGENCY}",
        403,
    ),
    ("a person's key as a seal", CLERK, "seals", "officer:an", 403),
]


@pytest.mark.parametrize(("who", "path", "holder", "status"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_nobody_else_gets_a_signature(play: Play, who: Identity | None, path: str, holder: str, status: int) -> None:
    async def check(port: Port) -> None:
        answer = await port.ask(path, port.wish() | {"holder": holder}, who)
        assert answer.status_code == status, answer.text
        assert "signature" not in answer.json()
        assert not await port.evidence("signature-made")
        assert bool(await port.evidence("refused")) == (who is not None)

    play(check)


def test_a_delegate_signs_with_the_own_certificate_and_evidence_names_the_giver(play: Play) -> None:
    async def check(port: Port) -> None:
        port.authority.issue_officer(BINH["subject"], BINH["name"], BINH["title"], NAME)
        deputy = acting_for(LEADER, Power.DOCUMENTS, Power.SIGNING)
        answer = await port.ask("signatures", port.wish(f"officer:{BINH['subject']}"), deputy)
        assert answer.status_code == 200, answer.text
        (row,) = await port.evidence("signature-made")
        assert (row["actor"], row["on_behalf_of"]) == (f"officer:{BINH['subject']}", "officer:an")

    play(check)


def test_in_a_second_post_the_certificate_of_that_post_signs_and_no_other(play: Play) -> None:
    elsewhere = "000.00.12.H08"
    second = officer(Role.LEADER, agency_code=elsewhere, agency_name="Sở Khác")

    async def check(port: Port) -> None:
        port.authority.issue_officer(f"an_{elsewhere}", "Lê Thị An", "Phụ trách", "Sở Khác")
        own, other = f"officer:an_{elsewhere}", f"officer:binh_{elsewhere}"
        port.authority.issue_officer(f"binh_{elsewhere}", "Trần Bình", "Giám đốc", "Sở Khác")
        for holder, who, status in (
            (own, second, 200),
            ("officer:an", LEADER, 200),
            (own, LEADER, 403),  # works in another post now
            ("officer:an", second, 422),
            (other, second, 403),
        ):
            answer = await port.ask("signatures", port.wish(holder), who)
            assert answer.status_code == status, (holder, answer.text)
        made = await port.evidence("signature-made")
        assert {(row["actor"], row["agency_code"]) for row in made} == {
            ("officer:an", AGENCY),
            ("officer:an", elsewhere),
        }

    play(check)


def test_an_asking_for_another_service_or_of_another_time_is_none(play: Play) -> None:
    async def check(port: Port) -> None:
        for audience in ("online-services", "mail-directory", "signing", "gateway"):
            assert (await port.ask("signatures", port.wish(), LEADER, audience)).status_code == 401
        assert (await port.ask("seals", port.wish(f"seal:{AGENCY}"), CLERK, "one-stop")).status_code == 401
        ended = port.token(LEADER, lifetime=-10)
        whole = port.token(LEADER)
        head, body, signature = whole.split(".")
        for token in (ended, f"{head}.{body}.{signature[::-1]}", f"{head}.{body}.", whole + "a", "", "x" * 9000):
            answer = await port.client.post(
                "/internal/signing/v1/signatures", json=port.wish(), headers={ASKED_BY: token}
            )
            assert answer.status_code == 401, token[:40]
        assert not await port.evidence("signature-made")

    play(check)


@pytest.mark.parametrize(
    ("path", "who", "holder"), [("signatures", LEADER, "officer:an"), ("seals", CLERK, f"seal:{AGENCY}")]
)
@pytest.mark.parametrize("fate", ["revoked", "expired", "not yet", "ended", "replaced"])
def test_a_certificate_that_does_not_hold_signs_nothing(
    play: Play, path: str, who: Identity, holder: str, fate: str
) -> None:
    async def check(port: Port) -> None:
        wish = port.wish(holder)
        kind, _, subject = holder.partition(":")

        def issue(**valid: Any) -> None:
            if kind == "seal":
                port.authority.issue_seal(subject, NAME, **valid)
            else:
                port.authority.issue_officer(subject, "Lê Thị An", "Giám đốc", NAME, **valid)

        day = timedelta(days=1)
        match fate:
            case "revoked":
                port.authority.revoke(int(wish["serial"], 16))
            case "expired":
                issue(valid_from=clock.now() - 9 * day, valid_to=clock.now() - day)
                wish = port.wish(holder)
            case "not yet":
                issue(valid_from=clock.now() + day, valid_to=clock.now() + 9 * day)
                wish = port.wish(holder)
            case "ended":
                port.authority.end(holder)
            case "replaced":
                issue(anew="superseded")
        answer = await port.ask(path, wish, who)
        code = {
            "revoked": "certificate_revoked",
            "expired": "certificate_expired",
            "not yet": "certificate_not_yet_valid",
            "ended": "signing_key_missing",
            "replaced": "certificate_changed",
        }[fate]
        assert (answer.status_code, answer.json()["code"]) == (409 if fate == "ended" else 422, code)
        assert answer.json()["title"].endswith(".")
        assert not await port.evidence("signature-made")

    play(check)


@pytest.mark.parametrize(
    "changed",
    [
        {"digest": "ab" * 31},
        {"digest": "AB" * 32},
        {"digest": "ab" * 32 + "00"},
        {"matter": "document"},
        {"matter": "document/<script>"},
        {"matter": "document/" + "x" * 81},
        {"serial": ""},
        {"holder": "officer:../../root"},
        {"holder": "officer:an\x00"},
        {"more": "x"},
    ],
)
def test_what_is_no_digest_for_a_matter_is_refused(play: Play, changed: dict[str, str]) -> None:
    async def check(port: Port) -> None:
        answer = await port.ask("signatures", port.wish() | changed, LEADER)
        assert 400 <= answer.status_code < 500
        assert not await port.evidence("signature-made")

    play(check)
