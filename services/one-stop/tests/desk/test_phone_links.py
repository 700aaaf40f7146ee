"""A phone sends photographs of papers without signing in: by a link that the officer opens, for a while, and ends."""

import asyncio
import json
import re
from datetime import timedelta

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from one_stop.scans import rules
from one_stop.scans.models import PhoneLink
from shared.access.identity import ANONYMOUS
from shared.core import clock
from shared.core.errors import Invalid
from testing.hostile.photos import picture

from .test_scans import COUNTER, CSRF, _chosen, _papers, _received

PLACE = "/chup-giay-to"


async def _open(office, page: str) -> tuple[str, str]:
    """Address of the officer's page, and the secret that stands in its QR code."""
    opened = await office.client.post(f"{page}/chup", headers=office.headers(COUNTER), data=CSRF)
    assert opened.status_code == 200, opened.text
    link = _found(r'action="([^"]+)/dong"', opened.text, 1)
    return link, _found(rf"{PLACE}/([a-z0-9]+)", opened.text, 1)


def _visitor(office) -> dict[str, str]:
    return office.headers(ANONYMOUS.model_copy(update={"csrf": "csrf-token"}))


async def _send(office, secret: str, code: str, *contents: bytes):
    return await office.client.post(
        f"{PLACE}/{secret}", headers=_visitor(office), data=CSRF | {"paper_code": code}, files=_chosen(*contents)
    )


def test_photographs_from_a_phone_are_scans_of_the_officer_who_opened_the_link(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            link, secret = await _open(office, page)
            shown = await office.client.get(f"{PLACE}/{secret}", headers=_visitor(office))
            assert shown.status_code == 200
            names = [paper["name"] for paper in office.procedures["hop-bao"]["papers"]]
            assert all(name in shown.text for name in names)
            assert "Lê Văn Giấy" not in shown.text
            assert office.procedures["hop-bao"]["name"] not in shown.text
            [dossier] = await office.rows("SELECT code FROM dossier")
            assert dossier["code"] not in shown.text
            sent = await _send(office, secret, code, picture("JPEG"), picture("PNG"))
            assert (sent.status_code, sent.headers["location"]) == (303, f"{PLACE}/{secret}?xong=2")
            thanks = await office.client.get(sent.headers["location"], headers=_visitor(office))
            assert "Đã gửi 2 ảnh" in thanks.text
            [paper] = await _papers(office)
            assert (paper.file_name, paper.added_by) == ("ban-quet.pdf", f"{COUNTER}.{office.agency}")
            arrived = (await office.client.get(link, headers=office.headers(COUNTER))).text
            assert arrived.count(paper.paper_name) == 2, "each picture is shown"
            [noted] = await office.rows("SELECT actor, facts FROM evidence WHERE kind = 'paper-scanned'")
            assert noted["actor"] == f"officer:{COUNTER}.{office.agency}"
            assert json.loads(noted["facts"])["phone_link"] in link
            [line] = await office.rows("SELECT note, by_name FROM hand_over WHERE action = 'scan'")
            assert "chụp bằng điện thoại" in line["note"]

    asyncio.run(run())


def test_the_code_on_the_page_is_read_by_a_reader_of_others_and_the_secret_is_kept_nowhere(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, _ = await _received(office)
            opened = await office.client.post(f"{page}/chup", headers=office.headers(COUNTER), data=CSRF)
            svg = _found(r"<svg.*?</svg>", opened.text, flags=re.DOTALL)
            [read] = zxingcpp.read_barcodes(_drawn(svg))
            address = _found(r'<code class="lt-code">([^<]+)</code>', opened.text, 1)
            assert read.text == address
            secret = address.rpartition("/")[2]
            assert len(secret) == rules.SECRET_LENGTH
            [kept] = await office.rows("SELECT row_to_json(phone_link)::text AS row FROM phone_link")
            assert secret not in kept["row"]
            assert rules.hash_of(secret) in kept["row"]
            assert not await office.rows(
                "SELECT 1 FROM evidence WHERE facts::text LIKE $1 OR subject LIKE $1", f"%{secret}%"
            )

    asyncio.run(run())


def test_a_link_that_was_ended_or_has_expired_takes_nothing_and_tells_nothing(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            link, ended = await _open(office, page)
            closed = await office.client.post(f"{link}/dong", headers=office.headers(COUNTER), data=CSRF)
            assert closed.status_code == 303
            assert "Liên kết đã đóng" in (await office.client.get(link, headers=office.headers(COUNTER))).text
            _, second = await _open(office, page)
            _, third = await _open(office, page)
            await _over(office, "khong-co-lien-ket-nay", code)
            await _over(office, ended, code)
            await _over(office, second, code)
            assert (await office.client.get(f"{PLACE}/{third}", headers=_visitor(office))).status_code == 200
            await office.rows("UPDATE phone_link SET expires_at = now() - interval '1 second' RETURNING 1")
            await _over(office, third, code)
            assert await _papers(office) == []

    asyncio.run(run())


async def _over(office, secret: str, code: str) -> None:
    for answer in (
        await office.client.get(f"{PLACE}/{secret}", headers=_visitor(office)),
        await _send(office, secret, code, picture("JPEG")),
    ):
        assert answer.status_code == 404
        assert "mở liên kết mới rồi quét lại mã QR" in answer.text


def test_a_link_is_over_with_the_dossier_and_belongs_to_who_opened_it(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            link, secret = await _open(office, page)
            another = office.headers(COUNTER, person="nguoi-khac")
            assert (await office.client.get(link, headers=another)).status_code == 404
            assert (await office.client.post(f"{link}/dong", headers=another, data=CSRF)).status_code == 404
            for role in ("specialist", "leader"):
                refused = await office.client.post(f"{page}/chup", headers=office.headers(role), data=CSRF)
                assert refused.status_code == 403
            await office.rows("UPDATE dossier SET status = 8 RETURNING 1")
            await _over(office, secret, code)
            again = await office.client.post(f"{page}/chup", headers=office.headers(COUNTER), data=CSRF)
            assert again.status_code == 409

    asyncio.run(run())


def test_what_a_phone_sends_wrongly_is_said_and_changes_nothing(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            page, code = await _received(office)
            _, secret = await _open(office, page)
            broken = await _send(office, secret, code, picture("JPEG"), b"xin chao")
            assert broken.status_code == 422
            assert "trang 2.jpg (8 B)" in broken.text
            unchosen = await _send(office, secret, "", picture("JPEG"))
            assert "Hãy chọn giấy tờ được quét" in unchosen.text
            nothing = await office.client.post(
                f"{PLACE}/{secret}", headers=_visitor(office), data=CSRF | {"paper_code": code}
            )
            assert "Hãy chọn ít nhất một tệp" in nothing.text
            forged = await office.client.post(f"{PLACE}/{secret}", headers=_visitor(office), data={"paper_code": code})
            assert forged.status_code == 403
            full = json.dumps([{"name": "a.jpg", "paper": "A", "size": 1, "at": clock.now().isoformat()}] * 60)
            await office.rows("UPDATE phone_link SET arrived = $1::jsonb RETURNING 1", full)
            refused = await _send(office, secret, code, picture("JPEG"))
            assert refused.status_code == 422
            assert "chỉ nhận 60 ảnh" in refused.text
            assert await _papers(office) == []

    asyncio.run(run())


def test_a_link_takes_so_many_bytes_and_lasts_minutes():
    now = clock.now()
    link = PhoneLink(expires_at=now + rules.PHONE_TERM, ended_at=None)
    assert link.is_open(now + rules.PHONE_TERM - timedelta(seconds=1))
    assert not link.is_open(now + rules.PHONE_TERM)
    assert timedelta(minutes=30) >= rules.PHONE_TERM
    rules.check_amount(1, rules.MOST_BYTES, 0, 0)
    for came in ((1, 1, 0, rules.MOST_BYTES), (2, 1, rules.MOST_FILES - 1, 0)):
        with pytest.raises(Invalid) as refused:
            rules.check_amount(*came)
        assert refused.value.fields[0].code == "phone_link_full"


def _found(pattern: str, text: str, part: int = 0, flags: int = 0) -> str:
    found = re.search(pattern, text, flags)
    assert found is not None, pattern
    return found[part]


def _drawn(svg: str) -> Image.Image:
    """The modules of the code as its path says them: horizontal strokes (`M x y`, `m dx dy`, `h length`)."""
    size = int(_found(r'width="(\d+)"', svg, 1))
    scale = int(_found(r"scale\((\d+)\)", svg, 1))
    image = Image.new("L", (size, size), 255)
    draw, x, y = ImageDraw.Draw(image), 0.0, 0.0
    for kind, said in re.findall(r"([Mmh])([-\d. ]+)", _found(r' d="([^"]+)"', svg, 1)):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", said)]
        if kind == "h":
            top = y - 0.5
            box = [x * scale, top * scale, (x + numbers[0]) * scale - 1, (top + 1) * scale - 1]
            draw.rectangle(box, fill=0)
            x += numbers[0]
        else:
            x, y = (numbers[0], numbers[1]) if kind == "M" else (x + numbers[0], y + numbers[1])
    return image
