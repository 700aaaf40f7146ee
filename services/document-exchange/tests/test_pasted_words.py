"""What is pasted from a word processor into a document, an opinion or a reason: bullets are kept as bullets, and a sign that
nothing prints is refused by name, at its field, with nothing changed."""

from typing import Any

import pytest

from shared.access.rights import Role

from .test_journey import run
from .test_pages import post, version_in

RECEIVER = "000.00.02.H08"
DRAFT = {"type_code": "CV", "subject": "V/v thử", "all_agencies": True}


@pytest.mark.parametrize("bullet", "\uf0b7\uf0a7\uf0d8\uf0fc")
def test_a_bullet_of_word_in_a_subject_is_a_bullet(open_house: Any, bullet: str) -> None:
    async def play(house: Any) -> None:
        specialist = house.person(Role.SPECIALIST)
        body = DRAFT | {"subject": f"V/v {bullet} phối hợp", "place": f"{bullet} Bình Định"}
        made = await house.call(specialist, "POST", "/documents", json=body)
        assert made.status_code == 201, made.text
        shown = "✓" if bullet == "\uf0fc" else "•"
        assert (made.json()["subject"], made.json()["place"]) == (f"V/v {shown} phối hợp", f"{shown} Bình Định")

    run(open_house, play)


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("subject", "Trích yếu"),
        ("place", "Địa danh"),
        ("archive_holder", "Nơi giữ bản lưu"),
        ("unit", "Đơn vị soạn thảo"),
    ],
)
@pytest.mark.parametrize(("sign", "number"), [("😀", "U+1F600"), ("\ue123", "U+E123"), ("\x07", "U+0007")])
def test_a_sign_nothing_prints_is_named_with_its_field(
    open_house: Any, field: str, label: str, sign: str, number: str
) -> None:
    async def play(house: Any) -> None:
        specialist = house.person(Role.SPECIALIST)
        typed = {"subject": "V/v thử", "all_agencies": "true", "type_code": "CV", field: f"V {sign}"}
        page = await post(house, specialist, "/van-ban/di/soan-thao", typed)
        assert page.status_code == 422
        assert f"{label}: ký tự " in page.text
        assert number in page.text
        answer = await house.call(specialist, "POST", "/documents", json=DRAFT | {field: f"V {sign}"})
        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert error["pointer"] == f"/{field}"
        assert number in error["detail"]

    run(open_house, play)


def test_opinions_and_reasons_of_the_pages_are_read_like_those_of_the_api(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist, leader = house.person(Role.SPECIALIST), house.person(Role.LEADER)
        document_id = await house.draft()
        await house.step(document_id, "submit", Role.SPECIALIST)
        here = f"/van-ban/di/{document_id}"
        for path, who, words, field in (
            (f"{here}/tra-lai", leader, "opinion", "Ý kiến, lý do"),
            (f"{here}/rut-lai", specialist, "opinion", "Ý kiến, lý do"),
        ):
            refused = await post(house, who, path, {words: "Sửa 😀"})
            assert refused.status_code == 422, path
            assert f"{field}: ký tự 😀 (U+1F600)" in refused.text
            refused = await post(house, who, path, {words: "a" * 1001})
            assert refused.status_code == 422, path
            assert "không quá 1.000 ký tự" in refused.text
        kept = await post(house, leader, f"{here}/tra-lai", {"opinion": "\uf0b7 sửa câu đầu\r\n\uf0b7 thêm căn cứ"})
        assert kept.status_code == 303
        shown = (await house.call(specialist, "GET", here)).text
        assert "\uf0b7" not in shown
        assert "• sửa câu đầu" in shown

    run(open_house, play)


def test_reasons_about_what_arrived_are_read_like_those_of_the_api(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await house.sent()
        await house.exchange()
        await house.read()
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        (incoming,) = await house.inbox(RECEIVER)
        here = f"/van-ban/den/{incoming['id']}"
        version = version_in((await house.call(clerk, "GET", here)).text)
        fields = {"version": version, "reason": "other"}
        refused = await post(house, clerk, f"{here}/tra-lai", fields | {"words": "Sai nơi nhận 😀"})
        assert refused.status_code == 422
        assert "ký tự 😀 (U+1F600)" in refused.text
        returned = await post(house, clerk, f"{here}/tra-lai", fields | {"words": "\uf0b7 Sai nơi nhận"})
        assert returned.status_code == 303
        shown = (await house.call(clerk, "GET", here)).text
        assert "• Sai nơi nhận" in shown
        assert "\uf0b7" not in shown

    run(open_house, play)
