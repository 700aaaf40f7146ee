"""A result is signed with the certificate of the post, in a process of its own, and never with another agency's."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.core import clock
from shared.foreign import confined
from shared.signing.trust import TrustAnchors
from shared.signing.verify import verify_pdf
from testing.signing_kit import authority_in

from .test_numbers import _drafted

LEADER = "leader"
CERTIFIED = ("Lê Quang Minh", "Phó Giám đốc")


def test_the_certificate_must_be_of_the_agency_that_decides(one_stop, monkeypatch):
    done: list[str] = []
    run_confined = confined.run

    async def noted(function, *arguments, **limits):
        done.append(function.__name__)
        return await run_confined(function, *arguments, **limits)

    monkeypatch.setattr(confined, "run", noted)

    async def run() -> None:
        async with one_stop() as office:
            authority = authority_in(office.settings.authority_folder.resolve().parent)
            person = f"{LEADER}.{office.agency}"
            dossier, _ = await _drafted(office, "12/KQ")
            before = (await office.rows("SELECT * FROM dossier"))[0]
            try:
                for elsewhere in ("Sở Y tế", "Sở Xây dựng tỉnh khác"):
                    await asyncio.to_thread(authority.issue_officer, person, *CERTIFIED, elsewhere)
                    refused = await office.act(dossier, "sign", LEADER)
                    assert (refused.status_code, refused.json()["code"]) == (422, "certificate_of_other_post")
                    page = await office.press(dossier, "ky", LEADER)
                    assert page.status_code == 422
                    assert "vị trí công tác khác" in page.text
                assert (await office.rows("SELECT * FROM dossier"))[0] == before
                assert not await office.rows("SELECT 1 FROM dossier_result WHERE sha256 <> ''")
            finally:
                await asyncio.to_thread(authority.issue_officer, person, *CERTIFIED, "Sở Xây dựng")
            signed = await office.act(dossier, "sign", LEADER)
            assert signed.status_code == 200, signed.text
            (result,) = await office.rows("SELECT sha256 FROM dossier_result")
            pdf = await office.app.state.files.get(result["sha256"])
            (report,) = await asyncio.to_thread(verify_pdf, pdf, TrustAnchors.of_authority(authority.folder))
            assert report.valid
            assert report.signer_name == CERTIFIED[0]
            assert set(done) == {"_prepare", "_complete"}, "all of it in a process of its own"

    asyncio.run(run())


@pytest.mark.parametrize("known", [True, False])
def test_without_a_key_nothing_is_signed(one_stop, known):
    async def run() -> None:
        async with one_stop() as office:
            dossier, _ = await _drafted(office, "13/KQ")
            if not known:
                await office.rows("DELETE FROM agency WHERE code = $1", office.agency)
            url = f"/api/one-stop/v1/dossiers/{dossier}/sign"
            stranger = f"nobody.{office.agency}" if known else None
            refused = await office.client.post(url, headers=office.headers(LEADER, person=stranger))
            code = "signing_key_missing" if known else "certificate_of_other_post"
            assert (refused.status_code, refused.json()["code"]) == (409 if known else 422, code)

    asyncio.run(run())


@pytest.mark.parametrize("fate", ["revoked", "expired"])
def test_a_certificate_that_does_not_hold_signs_no_result(one_stop, fate):
    async def run() -> None:
        async with one_stop() as office:
            authority = authority_in(office.settings.authority_folder.resolve().parent)
            person = f"{LEADER}.{office.agency}"
            dossier, _ = await _drafted(office, "14/KQ")
            before = [await office.rows(f"SELECT * FROM {table}") for table in ("dossier", "dossier_result", "outbox")]
            try:
                if fate == "revoked":
                    authority.revoke(authority.issue_officer(person, *CERTIFIED, "Sở Xây dựng").serial)
                else:
                    past: Any = {
                        "valid_from": clock.now() - timedelta(days=9),
                        "valid_to": clock.now() - timedelta(days=1),
                    }
                    authority.issue_officer(person, *CERTIFIED, "Sở Xây dựng", **past)
                refused = await office.act(dossier, "sign", LEADER)
                assert (refused.status_code, refused.json()["code"]) == (422, f"certificate_{fate}")
                after = [
                    await office.rows(f"SELECT * FROM {table}") for table in ("dossier", "dossier_result", "outbox")
                ]
                assert after == before
            finally:
                authority.issue_officer(person, *CERTIFIED, "Sở Xây dựng", anew="superseded")
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200

    asyncio.run(run())


def test_in_a_second_post_the_certificate_of_that_post_signs_and_its_end_is_told(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            authority = authority_in(office.settings.authority_folder.resolve().parent)
            person = f"second.{office.agency}"
            dossier, _ = await _drafted(office, "16/KQ")
            headers = office.headers(LEADER, person=person)

            async def page() -> str:
                return (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=headers)).text

            assert "Bạn chưa có chứng thư số cho vị trí công tác này" in await page()
            await asyncio.to_thread(authority.issue_officer, person, "Lê Thị Hai", "Giám đốc", "Sở Y tế")
            assert "Bạn chưa có chứng thư số cho vị trí công tác này" in await page()
            ends = clock.now() + timedelta(days=20)
            beside = f"{person}_{office.agency}"
            await asyncio.to_thread(
                authority.issue_officer, beside, "Lê Thị Hai", "Phụ trách", "Sở Xây dựng", valid_to=ends
            )
            assert "Chứng thư số của bạn hết hạn ngày" in await page()
            signed = await office.client.post(f"/api/one-stop/v1/dossiers/{dossier}/sign", headers=headers)
            assert signed.status_code == 200, signed.text
            (result,) = await office.rows("SELECT sha256 FROM dossier_result")
            pdf = await office.app.state.files.get(result["sha256"])
            (report,) = await asyncio.to_thread(verify_pdf, pdf, TrustAnchors.of_authority(authority.folder))
            assert (report.valid, report.signer_name) == (True, "Lê Thị Hai")

    asyncio.run(run())


def test_without_the_signing_port_no_result_is_signed_and_nothing_changes(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier, _ = await _drafted(office, "15/KQ")
            before = await office.rows("SELECT * FROM dossier")
            port = office.app.state.counter.prints._port
            url, port._url = port._url, "http://127.0.0.1:9"
            refused = await office.act(dossier, "sign", LEADER)
            assert (refused.status_code, refused.json()["code"]) == (503, "signing_unavailable")
            page = await office.client.post(
                f"/mot-cua/ho-so/{dossier}/ky", headers=office.headers(LEADER), data={"csrf_token": "csrf-token"}
            )
            assert page.status_code == 503
            assert "thử lại" in page.text
            assert await office.rows("SELECT * FROM dossier") == before
            port._url = url
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200

    asyncio.run(run())
