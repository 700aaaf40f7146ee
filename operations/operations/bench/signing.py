"""A leader signs a batch of fifty documents, which he has looked at one by one, by one press and his password."""

import re
import time
from collections.abc import Callable
from typing import Any

import httpx

from operations.bench.figures import Figure
from operations.demo.callers import LEADER, SPECIALIST, Callers, Patience
from operations.demo.records_work import RecordsWork
from operations.private_province import PrivateProvince
from shared.core.province import read_province

BATCH = 50
WALK = "/van-ban/di/ky-lan-luot"
_PATIENCE = 60.0


def measure_signing(province: PrivateProvince, agency: str, say: Callable[[str], None]) -> Figure:
    """P35 of docs/performance.md: from the press to the page on which all are signed, as a browser goes."""
    say(f"P35: ký một lô {BATCH} văn bản")
    callers = Callers(province.url, province.accounts(), Patience(_PATIENCE, say))
    work = RecordsWork(callers, read_province(province.province_folder))
    for number in range(BATCH):
        document = work.draft(
            agency, f"V/v đo thời gian ký, số {number + 1}", "Kính gửi để phối hợp thực hiện.", all_agencies=True
        )
        work.step(agency, SPECIALIST, document["id"], "submit")
    account = province.account(callers.at(agency, LEADER).user_name)
    with httpx.Client(base_url=province.url, timeout=60, trust_env=False, headers={"Accept": "text/html"}) as browser:
        form = {"user_name": account["user_name"], "password": account["password"], "loai": "can-bo"}
        _post(browser, "/dang-nhap", browser.get("/dang-nhap").text, form)
        page = _choose_all(browser)
        began, requests = time.perf_counter(), 1
        picked: dict[str, Any] = {name: _values(page, name) for name in ("chon", "lo")}
        page = _post(browser, f"{WALK}/ky", page, picked | {"password": account["password"]})
        while going := re.search(rf'action="({WALK}/lo/[0-9a-f-]+/tiep)"', page):
            page, requests = _post(browser, going[1], page, {}), requests + 1
        seconds = time.perf_counter() - began
    callers.close()
    if f"Đã ký {BATCH} trong {BATCH}" not in page:
        raise RuntimeError("not all of the batch were signed")
    beside = {"requests": float(requests), "ms_each": 1000 * seconds / BATCH}
    return Figure("P35", f"ký một lô {BATCH} văn bản", seconds, "giây", 20.0, 10.0, True, beside)


def _choose_all(browser: httpx.Client) -> str:
    """One press for each; the page behind the last."""
    page = browser.get(WALK).raise_for_status().text
    while found := re.search(rf'action="({WALK}/[0-9a-f-]+/quyet-dinh)"', page):
        page = _post(browser, found[1], page, {"version": _values(page, "version")[0], "lua_chon": "chon"})
    return page


def _post(browser: httpx.Client, path: str, page: str, form: dict[str, Any]) -> str:
    """The page to which it leads."""
    token = {"csrf_token": _values(page, "csrf_token")[-1]}
    return browser.post(path, data=token | form, follow_redirects=True).raise_for_status().text


def _values(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)
