"""What stands above the signature of a result: by which authority, and in which post (NĐ 30/2020, Phụ lục I)."""

import asyncio
import re
from typing import Any

import pypdfium2
import pytest

from shared.access.identity import Identity
from shared.access.rights import Power
from shared.contracts.values import Post
from testing.delegates import BINH, acting_for
from testing.factories import a_person, a_post, an_agency

from .test_numbers import _drafted

LEADER = "leader"
UBND = "Ủy ban nhân dân"


async def _works(office: Any, person: str, *posts: Post) -> None:
    await office.tell(a_person(person, *posts, full_name="Lê Quang Minh"), "mail-directory")


def _words(pdf: bytes) -> str:
    """All that the paper says, in one line."""
    pages = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s+", " ", "".join(page.get_textpage().get_text_range() for page in pages))


async def _preview(office: Any, dossier: str, who: Identity) -> str:
    page = await office.client.get(f"/mot-cua/ho-so/{dossier}/du-thao", headers=office.headers(who))
    assert page.status_code == 200, page.text
    return _words(page.content)


@pytest.mark.parametrize(
    ("title", "more", "expected"),
    [
        ("Giám đốc", {}, "GIÁM ĐỐC Lê"),
        ("Phó Giám đốc", {}, "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Lê"),
        ("Giám đốc", {"kind": "acting"}, "Q. GIÁM ĐỐC Lê"),
        ("Trưởng phòng", {"unit_id": "u-mot"}, "TL. GIÁM ĐỐC TRƯỞNG PHÒNG Lê"),
        ("Chủ tịch", {"collective": UBND}, "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Lê"),
        ("Phó Chủ tịch", {"collective": UBND}, "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê"),
    ],
)
def test_a_result_says_by_which_authority_its_leader_signs(
    one_stop: Any, title: str, more: dict[str, str], expected: str
) -> None:
    collective = more.get("collective", "")
    more = {name: value for name, value in more.items() if name != "collective"}

    async def run() -> None:
        async with one_stop() as office:
            await office.tell(an_agency(office.agency, collective=collective), "mail-directory")
            who = office.identity(LEADER)
            dossier, _ = await _drafted(office, "21/KQ")
            await _works(office, "giam-doc", a_post(office.agency, LEADER, "Giám đốc"))
            await _works(office, who.subject, a_post(office.agency, LEADER, title, **more))
            shown = await _preview(office, dossier, who)
            assert expected in shown
            assert len(re.findall(r"(TM|KT|Q|TL|TUQ)\. ", shown)) == expected.count(". ")

    asyncio.run(run())


def test_the_signed_result_says_it_too_and_a_delegate_signs_by_authority(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            who = office.identity(LEADER)
            dossier, _ = await _drafted(office, "22/KQ")
            delegate = acting_for(who.model_copy(update={"title": "Phó Giám đốc"}), Power.DOSSIERS, Power.SIGNING)
            shown = await _preview(office, dossier, delegate)
            assert f"TUQ. PHÓ GIÁM ĐỐC TRƯỞNG PHÒNG {BINH['name']}" in shown
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            (result,) = await office.rows("SELECT sha256 FROM dossier_result")
            signed = _words(await office.app.state.files.get(result["sha256"]))
            assert f"KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC {who.name}" in signed

    asyncio.run(run())
