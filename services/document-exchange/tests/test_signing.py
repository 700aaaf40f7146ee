"""Signing and sealing with a certificate that does not hold, or without the signing port: refused before anything changes."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shared.access.rights import Role
from shared.core import clock
from shared.signing.authority import SigningAuthority
from shared.signing.holders import get_certificate
from shared.signing.issue_words import IssueWords
from testing.signing_kit import authority_in

from .conftest import AGENCIES, SENDER

NAME = AGENCIES[SENDER][0]


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


async def brought_to(house: Any, step: str) -> str:
    document_id = await house.draft()
    before = [("submit", Role.SPECIALIST), ("sign", Role.LEADER), ("number", Role.RECORDS_CLERK)]
    for earlier, role in before[: 1 if step == "sign" else 3]:
        await house.step(document_id, earlier, role)
    return str(document_id)


async def state_of(house: Any, document_id: str) -> list[Any]:
    pool = await house.database.hot()
    return [
        await pool.fetch("SELECT * FROM outgoing_document WHERE id = $1::uuid", document_id),
        await pool.fetch("SELECT * FROM document_file WHERE document_id = $1::uuid ORDER BY position", document_id),
        await pool.fetch("SELECT * FROM document_step WHERE document_id = $1::uuid", document_id),
        await pool.fetchval("SELECT count(*) FROM outbox"),
    ]


def spoil(authority: SigningAuthority, holder: str, fate: str) -> None:
    if fate == "revoked":
        authority.revoke(get_certificate(authority.folder, holder).serial)
        return
    valid: Any = {"valid_from": clock.now() - timedelta(days=9), "valid_to": clock.now() - timedelta(days=1)}
    kind, _, subject = holder.partition(":")
    if kind == "seal":
        authority.issue_seal(subject, NAME, **valid)
    else:
        authority.issue_officer(subject, "Nguyễn Thị Yến 11", "Giám đốc", NAME, **valid)


@pytest.mark.parametrize("fate", ["revoked", "expired"])
@pytest.mark.parametrize(("step", "role"), [("sign", Role.LEADER), ("seal", Role.RECORDS_CLERK)])
def test_a_certificate_that_does_not_hold_signs_and_seals_nothing(
    open_house: Callable[[], Any], step: str, role: str, fate: str
) -> None:
    async def play(house: Any) -> None:
        document_id = await brought_to(house, step)
        holder = f"seal:{SENDER}" if step == "seal" else f"officer:{house.person(role).subject}"
        authority = authority_in(house.settings.var)
        spoil(authority, holder, fate)
        before = await state_of(house, document_id)
        refused = await house.call(house.person(role), "POST", f"/documents/{document_id}/{step}", json={})
        assert (refused.status_code, refused.json()["code"]) == (422, f"certificate_{fate}")
        path = {"sign": "ky-so", "seal": "dong-dau"}[step]
        page = await house.call(
            house.person(role), "POST", f"/van-ban/di/{document_id}/{path}", data={"csrf_token": "form-token"}
        )
        assert page.status_code == 422
        assert "quản trị danh bạ của cơ quan cấp lại" in page.text
        assert await state_of(house, document_id) == before

    run(open_house, play)


def test_who_signs_reads_beside_the_button_what_is_the_matter_with_the_certificate(
    open_house: Callable[[], Any],
) -> None:
    async def play(house: Any) -> None:
        document_id = await brought_to(house, "sign")
        leader, authority = house.person(Role.LEADER), authority_in(house.settings.var)

        async def shown() -> str:
            return str((await house.call(leader, "GET", f"/van-ban/di/{document_id}")).text)

        help_link = "/danh-ba/chung-thu-so"
        assert help_link not in await shown()
        for days, said in ((29, "Chứng thư số của bạn hết hạn ngày"), (-1, "Chứng thư số của bạn đã hết hạn ngày")):
            valid: Any = {"valid_from": clock.now() - timedelta(days=9), "valid_to": clock.now() + timedelta(days=days)}
            authority.issue_officer(leader.subject, leader.name, "Giám đốc", NAME, **valid)
            page = await shown()
            assert said in page
            assert help_link in page
        authority.end(f"officer:{leader.subject}")
        assert "Bạn chưa có chứng thư số cho vị trí công tác này" in await shown()
        authority.issue_officer(f"{leader.subject}_{SENDER}", leader.name, "Giám đốc", NAME)
        assert help_link not in await shown(), "the certificate of a second post is one"
        await house.step(document_id, "sign", Role.LEADER)

    run(open_house, play)


def test_who_seals_reads_beside_the_button_what_is_the_matter_with_the_agencys_certificate(
    open_house: Callable[[], Any],
) -> None:
    async def play(house: Any) -> None:
        document_id = await brought_to(house, "seal")
        clerk, authority = house.person(Role.RECORDS_CLERK), authority_in(house.settings.var)

        async def shown() -> str:
            return str((await house.call(clerk, "GET", f"/van-ban/di/{document_id}")).text)

        help_link = f"/danh-ba/co-quan/{SENDER}/chung-thu-so"
        assert help_link not in await shown()
        for days, said in ((29, "của cơ quan hết hạn ngày"), (-1, "của cơ quan đã hết hạn ngày")):
            valid: Any = {"valid_from": clock.now() - timedelta(days=9), "valid_to": clock.now() + timedelta(days=days)}
            authority.issue_seal(SENDER, NAME, **valid)
            page = await shown()
            assert said in page
            assert help_link in page
        authority.end(f"seal:{SENDER}")
        assert "Cơ quan chưa có chứng thư số" in await shown()

    run(open_house, play)


@pytest.mark.parametrize(("step", "role"), [("sign", Role.LEADER), ("seal", Role.RECORDS_CLERK)])
def test_without_the_signing_port_somebody_who_signs_reads_what_to_do(
    open_house: Callable[[], Any], monkeypatch: pytest.MonkeyPatch, step: str, role: str
) -> None:
    async def play(house: Any) -> None:
        document_id = await brought_to(house, step)
        before = await state_of(house, document_id)
        with monkeypatch.context() as away:
            away.setattr(house.signatures._port, "_url", "http://127.0.0.1:9")
            refused = await house.call(house.person(role), "POST", f"/documents/{document_id}/{step}", json={})
            assert (refused.status_code, refused.json()["code"]) == (503, "signing_unavailable")
            assert "thử lại" in refused.json()["title"]
            assert refused.headers["retry-after"] == "5"
            assert await state_of(house, document_id) == before
        await house.step(document_id, step, role)

    run(open_house, play)


def test_nobody_signs_with_the_token_of_somebody_else(open_house: Callable[[], Any]) -> None:
    """A service that asks for a leader's signature while another person is calling gets none."""

    async def play(house: Any) -> None:
        document_id = await brought_to(house, "sign")
        files = (await house.call(house.person(Role.LEADER), "GET", f"/documents/{document_id}")).json()["files"]
        pdf = await house.files.get(files[0]["sha256"])
        from shared.core import context
        from shared.core.errors import Invalid

        leader, words = house.person(Role.LEADER), IssueWords("STTTT", "Bình Định")
        for who in (house.person(Role.SPECIALIST), house.person(Role.LEADER, "000.00.02.H08"), None):
            token = house.issuer.issue(who, "document-exchange") if who else ""
            kept = context.identity_token.set(token)
            with pytest.raises(Invalid) as refusal:
                await house.signatures.sign_person(pdf, leader.subject, (SENDER, NAME), document_id, words)
            assert refusal.value.code == "signing_not_asked"
            context.identity_token.reset(kept)

    run(open_house, play)
