"""Phiếu giải quyết văn bản đến: who said what, in which post, on whose behalf and when, as the law's form has it."""

import re
from typing import Any

import pypdfium2

from document_exchange.forms.registers import REGISTER_TEMPLATES
from document_exchange.forms.slips import SLIP
from shared.access.rights import Power
from shared.core.formats import vn_date
from shared.printing.forms import print_form
from testing.delegates import acting_for

from ..test_incoming import run
from ..test_units import HEAD, give, officer, works
from .work_kit import NAMES, ONE, OTHER_LEADER, TWO, clerk, day, deputy, done, leader, open_agency, part


def words_in(pdf: bytes) -> str:
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return re.sub(r"\s+", " ", text)


def test_what_was_said_stands_on_the_slip_with_names_posts_and_times(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        proposal = [part(f"unit:{ONE}", "lead", 9)]
        await done(
            house, clerk(house), incoming_id, "present", leader_id=OTHER_LEADER, parts=proposal, words="Kính trình"
        )
        delegate = acting_for(deputy(), Power.DOCUMENTS)
        await done(house, delegate, incoming_id, "instruct", as_proposed=True, words="Đồng ý")
        more = [part(f"unit:{TWO}", "cooperate", 4, "Góp ý số liệu")]
        await done(house, leader(house), incoming_id, "instruct", parts=more, words="Lưu ý hạn")
        assert (await give(house, HEAD, incoming_id, lead_id="binh", description="Giao Bình")).status_code == 200
        await done(house, officer("binh"), incoming_id, "propose", words="Trả lời bằng công văn")
        for address in (f"/van-ban/den/{incoming_id}/phieu-giai-quyet", f"/incoming/{incoming_id}/slip"):
            printed = await house.call(HEAD, "GET", address)
            assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
            assert "phieu-giai-quyet-1.pdf" in printed.headers["content-disposition"]
        said = words_in(printed.content)
        for expected in (
            "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN",
            "(thay mặt Phạm Thị Phó)",
            f"{NAMES[ONE]}: chủ trì, hạn {vn_date(day(9))}",
            f"{NAMES[TWO]}: phối hợp, hạn {vn_date(day(4))}: Góp ý số liệu",
            "Giao Bình",
            "Trả lời bằng công văn",
            "Kính trình",
        ):
            assert expected in said, (expected, said)
        order = ("Đồng ý", "Lưu ý hạn", "Ý kiến của lãnh đạo đơn vị", "Giao Bình", "Ý kiến đề xuất", "Kính trình")
        places = [said.index(one) for one in order]
        assert places == sorted(places)
        stranger = await house.call(officer("nam", TWO), "GET", f"/van-ban/den/{incoming_id}/phieu-giai-quyet")
        assert stranger.status_code == 404

    run(open_house, play)


def test_an_arrival_of_which_nothing_was_said_has_an_empty_slip(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        printed = await house.call(clerk(house), "GET", f"/incoming/{incoming_id}/slip")
        assert "Ý kiến của lãnh đạo cơ quan, tổ chức:" in words_in(printed.content)

    run(open_house, play)


def test_what_people_wrote_is_never_read_as_template_code() -> None:
    written = {"who": "#panic()", "title": "", "at": "", "words": "*$#emph[x]", "given": ['#import "x"']}
    data = {**SLIP.sample, "leaders": [written]}
    assert "*$#emph[x]" in words_in(print_form(SLIP, data))
    assert (SLIP.rule_set, SLIP.name) not in REGISTER_TEMPLATES


def test_whom_a_proposal_names_is_called_by_name_whoever_looks_and_whoever_has_left(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        proposal = [part("person:binh", "lead", 9), part(f"unit:{TWO}", "cooperate", 4), part("person:nam", "inform")]
        proposed = {"leader_id": OTHER_LEADER, "parts": proposal, "words": "Kính trình"}
        await done(house, clerk(house), incoming_id, "present", **proposed)
        await done(house, leader(house), incoming_id, "instruct", as_proposed=True)
        await done(house, clerk(house), incoming_id, "present", **proposed)
        await works(house, "nam", TWO, active=False)
        for who in (HEAD, leader(house)):
            printed = words_in((await house.call(who, "GET", f"/incoming/{incoming_id}/slip")).content)
            assert "unit:" not in printed
            assert "person:" not in printed
            for name in ("Trần Văn Bình: chủ trì", f"{NAMES[TWO]}: phối hợp", "Đỗ Thị Năm: để biết"):
                assert name in printed, (name, printed)
            page = (await house.call(who, "GET", f"/van-ban/den/{incoming_id}")).text
            assert page.count("không còn ở cơ quan") == 1, "only who has left is said to have"
            assert "Đỗ Thị Năm (không còn ở cơ quan)" in page

    run(open_house, play)
