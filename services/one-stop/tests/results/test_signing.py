"""A result is signed with the certificate of the post, in a process of its own, and never with another agency's."""

import asyncio

import pytest

from shared.foreign import confined
from shared.signing.authority import SigningAuthority
from shared.signing.trust import TrustAnchors
from shared.signing.verify import verify_pdf

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
            authority = SigningAuthority(office.settings.authority_folder, office.settings.address)
            person = f"{LEADER}.{office.agency}"
            dossier, _ = await _drafted(office, "12/KQ")
            before = (await office.rows("SELECT * FROM dossier"))[0]
            try:
                for elsewhere in ("Sở Y tế", "Sở Xây dựng tỉnh khác"):
                    await asyncio.to_thread(authority.issue_officer, person, *CERTIFIED, elsewhere)
                    refused = await office.act(dossier, "sign", LEADER)
                    assert (refused.status_code, refused.json()["code"]) == (422, "certificate_of_other_post")
                    page = await office.client.post(
                        f"/mot-cua/ho-so/{dossier}/ky",
                        headers=office.headers(LEADER),
                        data={"csrf_token": "csrf-token"},
                    )
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
            (report,) = await asyncio.to_thread(verify_pdf, pdf, TrustAnchors.of_authority(authority))
            assert report.valid
            assert report.signer_name == CERTIFIED[0]
            assert set(done) == {"_sign"}, "all of it in a process of its own"

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
