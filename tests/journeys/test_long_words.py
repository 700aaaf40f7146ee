"""A word longer than any line is broken where it stands: names, titles, subjects and file names never make a page wider than the screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser

from operations.demo.callers import CLERK, COUNTER, LEADER, SPECIALIST, Caller, Callers
from operations.demo.counter_work import CounterWork, Dossier
from operations.demo.records_work import RecordsWork
from operations.private_province import PrivateProvince
from shared.core import clock
from shared.standards.dossier_status import DossierStatus
from testing.browser import WIDTHS, Person, make_pdf, start_browser
from tests.journeys.finished_dossier import QUY_NHON
from tests.journeys.test_counter_by_keys import DATA
from tests.journeys.test_dossier_by_api import HOUSEHOLD

pytestmark = pytest.mark.browser

LONG = "Nguyễnvănđứcanh" * 14
"""210 letters without a space: what a stuck key or a pasted address makes."""
CUT = """() => {
  const cut = new Set(), range = document.createRange()
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const word of node.data.matchAll(/[\\p{L}\\p{M}\\p{N}.,:/]+/gu)) {
      if (word[0].length > 12) continue
      range.setStart(node, word.index)
      range.setEnd(node, word.index + word[0].length)
      if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) cut.add(word[0])
    }
  }
  return [...cut]
}"""
"""Ordinary words that stand on two lines."""
STTTT, STC = "000.00.11.H08", "000.00.05.H08"


@dataclass(frozen=True)
class Places:
    """Pages that show long words, by who looks at them."""

    by_person: dict[str, list[str]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def places(callers: Callers, province: PrivateProvince) -> Places:
    counter, admin = callers.person("motcua.stttt"), callers.person("danhba.stttt")
    dossier = _dossier(callers, counter)
    document = _document(callers)
    incoming = _arrived(callers, document)
    person = admin.post(
        "/api/mail-directory/v1/people",
        {
            "full_name": LONG[:99],
            "title": LONG[:99],
            "email": f"{'a' * 60}@{'b' * 60}.vn",
            "user_name": "dai" + "x" * 50,
            "agency_code": STTTT,
            "role": "specialist",
        },
    )["person"]["id"]
    here, out, came = f"/mot-cua/ho-so/{dossier}", f"/van-ban/di/{document}", f"/van-ban/den/{incoming}"
    return Places(
        {
            callers.at(QUY_NHON, COUNTER).user_name: [
                "/mot-cua",
                f"/mot-cua/ho-so/{_filed_by_a_system(province, callers)}",
            ],
            "motcua.stttt": ["/mot-cua", f"/mot-cua?q={LONG[:40]}", here, "/mot-cua/tiep-nhan"],
            "lanhdao.stttt": ["/mot-cua", here, "/van-ban/di", out],
            "vanthu.stttt": ["/van-ban/di", f"/van-ban/di?q={LONG[:180]}", out, "/van-ban/so-van-ban-di"],
            "chuyenvien1.stttt": ["/van-ban/di", out, "/van-ban/di/soan-thao"],
            "vanthu.stc": ["/van-ban/den", came, "/van-ban/so-van-ban-den"],
            "lanhdao.stc": ["/van-ban/den", came],
            "danhba.stttt": [
                f"/danh-ba?q={LONG[:20]}",
                f"/danh-ba/co-quan/{STTTT}",
                f"/danh-ba/can-bo/{person}",
                f"/danh-ba/can-bo/{person}/khoa",
            ],
            "congdan.khoa": ["/dich-vu-cong/ho-so", *_own(callers, "congdan.khoa")],
        }
    )


def _dossier(callers: Callers, counter: Any) -> str:
    procedure = CounterWork(callers, DATA, clock.local_now().date()).procedure("3.908019")
    made: dict[str, Any] = counter.post(
        "/api/one-stop/v1/dossiers",
        {
            "procedure_code": procedure["code"],
            "full_name": LONG,
            "address": LONG,
            "email": f"{'a' * 60}@{'b' * 60}.vn",
            "owner_name": LONG,
            "owner_address": LONG,
            "relation": "relative",
            "content": LONG * 3,
            "paper_codes": [paper["code"] for paper in procedure["papers"]],
        },
    )
    counter.post(f"/api/one-stop/v1/dossiers/{made['id']}/transfer", {"note": LONG})
    return str(made["id"])


def _filed_by_a_system(province: PrivateProvince, callers: Callers) -> str:
    """New and without a code: the list shows the name in the code's place."""
    work = CounterWork(callers, DATA, clock.local_now().date())
    account = province.account("mot-cua-quy-nhon")
    token = callers.anyone(
        "POST",
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(account["user_name"], account["password"]),
    ).json()["access_token"]
    system = Caller(callers._client, account | {"name": "Phần mềm"}, token, {})
    procedure = work.procedure(HOUSEHOLD)
    body = {
        "procedure_code": HOUSEHOLD,
        "agency_code": QUY_NHON,
        "answers": work.declaration("congdan.phuoc", "dang-ky-ho-kinh-doanh"),
        "papers": [work.attach(system, paper, "Kèm theo") for paper in procedure["papers"] if paper["required"]],
        "applicant": {"kind": "citizen", "full_name": LONG, "personal_id": "052078001926", "address": LONG},
    }
    filed = str(system.post("/api/online-services/v1/submissions", body)["id"])
    work.arrived(Dossier(filed, procedure, callers.person("congdan.phuoc"), QUY_NHON))
    return filed


def _document(callers: Callers) -> str:
    work = RecordsWork(callers)
    drafter = callers.at(STTTT, SPECIALIST)
    draft = work.draft(STTTT, LONG, "Nội dung", unit="CNTT", addressees=[STC])
    work.attach(drafter, draft, make_pdf("Phụ lục")["buffer"], f"{LONG[:150]}.pdf", "appendix")
    work.step(STTTT, SPECIALIST, draft["id"], "submit", opinion=LONG)
    for step, role in (("sign", LEADER), ("number", CLERK), ("seal", CLERK), ("send", CLERK)):
        work.step(STTTT, role, draft["id"], step)
    return str(draft["id"])


def _arrived(callers: Callers, document: str) -> str:
    work = RecordsWork(callers)
    incoming = str(work.arrived(STC, work.seen(STTTT, document))["id"])
    work.report(STC, CLERK, incoming, "03")
    worker = callers.at(STC, SPECIALIST)
    work.report(STC, LEADER, incoming, "04", lead_id=worker.subject, description=LONG)
    return incoming


def _own(callers: Callers, user_name: str) -> list[str]:
    work = CounterWork(callers, DATA, clock.local_now().date())
    dossier = work.file(user_name, "3.908019", request=LONG * 2)
    work.arrived(dossier)
    asked = {"reason": LONG, "items": [{"paper_code": dossier.procedure["papers"][0]["code"], "note": LONG}]}
    work.act(dossier, COUNTER, "request-supplement", asked)
    work.followed(dossier, DossierStatus.SUPPLEMENT_REQUESTED)
    return [f"/dich-vu-cong/ho-so/{dossier.id}", f"/dich-vu-cong/ho-so/{dossier.id}/bo-sung"]


def test_no_page_is_wider_than_the_screen(browser: Browser, province: PrivateProvince, places: Places) -> None:
    wide = []
    for user_name, addresses in places.by_person.items():
        person = Person(browser, province, user_name)
        for address in addresses:
            answer = person.page.goto(address)
            assert answer is not None, address
            assert answer.status == 200, f"{user_name} {address}: {answer.status}"
            person.page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
            for width in WIDTHS:
                person.page.set_viewport_size({"width": width, "height": 900})
                needed = person.page.evaluate(
                    "Math.max(document.documentElement.scrollWidth - document.documentElement.clientWidth,"
                    " ...[...document.querySelectorAll('.lt-list')].map(t => t.scrollWidth - t.parentElement.clientWidth), 0)"
                )
                if cut := person.page.evaluate(CUT):
                    wide.append(f"{user_name} {address.partition('?')[0]} at {width}: cut {cut}")
                if needed > 0:
                    wide.append(f"{user_name} {address.partition('?')[0]} at {width}: {needed} px too wide")
        person.leave()
    assert not wide, "\n".join(wide)
