"""A province prints on its own forms: tried out before they count, confined, and never in the way of a counter."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from one_stop.forms.render import FORM_TEMPLATES, TEMPLATES
from shared.access.identity import Identity
from shared.printing.forms import TemplateRefused, print_accepted, print_form, try_out

RECEIPT = FORM_TEMPLATES["ND118_2025", "01"]
CHUNG = (TEMPLATES / "form01.typ").read_text()
OURS = CHUNG.replace("#title()", "#title()\n#align(center)[Mẫu riêng của tỉnh]")
PAGE = "/mot-cua/bieu-mau/ND118_2025/01"
OPERATOR = Identity(
    kind="officer", subject="van-hanh", name="Đỗ Vận Hành", roles=frozenset({"operator"}), csrf="csrf-token"
)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


@pytest.mark.parametrize(
    ("key", "template"), FORM_TEMPLATES.items(), ids=lambda part: "-".join(part) if isinstance(part, tuple) else ""
)
def test_every_form_of_the_package_passes_its_own_trial(key: tuple[str, str], template: Any) -> None:
    assert asyncio.run(try_out(template, template.file.read_bytes()))
    assert template.rule_set, template.name == key


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (OURS.replace('get("code")', 'get("ma_ho_so")'), "ma_ho_so"),
        (OURS.replace('part("owner", "name")', 'part("owner", "ten")'), "ten"),
        ('#import "layout.typ": *\n#show: official\nXin chào', "trường bắt buộc: agency"),
        (OURS + '\n#read("/etc/passwd")', "đọc tệp ở ngoài"),
        (OURS + '\n#read("../../../../etc/passwd")', "đọc tệp ở ngoài"),
        (OURS + '\n#import "@preview/cetz:0.3.0"', "gói tải từ mạng"),
        (OURS + '\n#import "@" + "preview" + "/cetz:0.3.0"', "gói tải từ mạng"),
        (OURS + "\n#khong-co", "không dựng được"),
        ("#[", "không dựng được"),
        ("x" * 300_000, "quá lớn"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_with_a_sentence(source: str, words: str) -> None:
    with pytest.raises(TemplateRefused) as refusal:
        asyncio.run(try_out(RECEIPT, source.encode()))
    assert words in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    "source",
    ["#let f(n) = f(n + 1)\n#f(0)", "#while true { }", "#panic()", OURS + "\n#khong-co", "\xff"],
    ids=["endless call", "endless loop", "panic", "unknown word", "not text"],
)
def test_a_broken_template_never_stops_the_counter(source: str) -> None:
    printed = asyncio.run(print_accepted(RECEIPT, source.encode("latin-1", "replace"), RECEIPT.sample))
    assert printed == print_form(RECEIPT, RECEIPT.sample), "as the package has it"


def test_what_people_type_is_never_run_in_the_provinces_template_either() -> None:
    typed = '#read("/etc/passwd") #panic()'
    data = {**RECEIPT.sample, "applicant": {**RECEIPT.sample["applicant"], "name": typed}}
    assert typed in text_of(asyncio.run(print_accepted(RECEIPT, OURS.encode(), data)))


async def _see(office: Any, path: str = PAGE) -> Any:
    return await office.client.get(path, headers=office.headers(OPERATOR))


async def _press(office: Any, what: str, **data: str) -> Any:
    form = {"csrf_token": "csrf-token", **data}
    return await office.client.post(f"{PAGE}/{what}", headers=office.headers(OPERATOR), data=form)


async def _receipt(office: Any) -> str:
    """The words of a receipt as it is printed now."""
    return text_of(await office.app.state.counter.prints.preview_form("01", "ND118_2025", RECEIPT.sample))


def test_an_operator_looks_at_the_provinces_template_and_from_then_on_it_is_printed_from(
    one_stop: Callable[[], Any], tmp_path: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            folder = tmp_path / "data" / "thu" / "templates" / "ND118_2025"
            folder.mkdir(parents=True)
            settings = office.settings.model_copy(update={"data": tmp_path / "data", "province": "thu"})
            office.app.state.settings = settings
            see, press, receipt = partial(_see, office), partial(_press, office), partial(_receipt, office)
            assert "Chưa có tệp mẫu của tỉnh" in (await see()).text
            assert (await see(f"{PAGE}/xem-thu/tinh")).status_code == 404
            assert (await see(f"{PAGE}/xem-thu/chung")).headers["content-type"] == "application/pdf"

            (folder / "form01.typ").write_text(OURS.replace('get("code")', 'get("ma")'))
            assert "“ma”" in (await see()).text
            (folder / "form01.typ").write_text(OURS)
            assert "Có mẫu chờ xem thử" in (await see("/mot-cua/bieu-mau")).text
            assert "Mẫu riêng của tỉnh" in text_of((await see(f"{PAGE}/xem-thu/tinh")).content)
            assert "Mẫu riêng của tỉnh" not in await receipt(), "not before somebody has looked and said so"

            page = (await see()).text
            seen = page[page.index('name="sha256" value="') + 21 :][:64]
            (folder / "form01.typ").write_text(OURS + "\n")
            changed = await press("dung", sha256=seen, stamp="0-0")
            assert changed.status_code == 409
            assert "vừa thay đổi" in changed.text
            (folder / "form01.typ").write_text(OURS)
            assert (await press("dung", sha256=seen, stamp="0-0")).status_code == 303
            assert "Mẫu riêng của tỉnh" in await receipt()
            (folder / "form01.typ").unlink()
            assert "Mẫu riêng của tỉnh" in await receipt(), "what was accepted is kept, whatever becomes of the file"
            assert (await press("bo", stamp="1-0")).status_code == 303
            assert "Mẫu riêng của tỉnh" not in await receipt()
            assert (await press("bo", stamp="2-0")).status_code == 409
            kinds = [row["kind"] for row in await office.rows("SELECT kind FROM evidence WHERE kind LIKE 'template%'")]
            assert sorted(kinds) == ["template-accepted", "template-put-aside"]

    asyncio.run(run())


@pytest.mark.parametrize("role", ["leader", "counter-officer", "specialist"])
def test_nobody_else_decides_on_forms(one_stop: Callable[[], Any], role: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            assert (await office.client.get("/mot-cua/bieu-mau", headers=office.headers(role))).status_code == 403
            for what in ("dung", "bo"):
                answer = await office.client.post(
                    f"{PAGE}/{what}", headers=office.headers(role), data={"csrf_token": "csrf-token"}
                )
                assert answer.status_code == 403

    asyncio.run(run())
