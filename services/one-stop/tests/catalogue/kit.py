"""Acting on changes of procedures as a browser without scripts does."""

import re
from datetime import date
from typing import Any

import httpx

from shared.access.identity import Identity

EDITOR, LEADER = "procedure-editor", "leader"
LIST, CHANGES = "/mot-cua/danh-muc-thu-tuc", "/mot-cua/thay-doi-thu-tuc"


def posted(day: date) -> dict[str, str]:
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


def boxes(page: str) -> dict[str, Any]:
    """What a browser would send of the form, its boxes as they stand."""
    form = page.partition('<form method="post" action="/mot-cua/thay-doi')[2].partition("</form>")[0]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
        if attributes.get("type") in ("checkbox", "radio"):
            if re.search(r"\schecked", tag):
                found.setdefault(attributes["name"], []).append(_plain(attributes["value"]))
        elif attributes.get("name", "csrf_token") != "csrf_token":
            found[attributes["name"]] = _plain(attributes.get("value", ""))
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = _plain(inner)
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)"\s+selected', inner) or re.search(r'<option value="([^"]*)"', inner)
        found[name] = _plain(chosen[1]) if chosen else ""
    return found


def _plain(text: str) -> str:
    for sign, written in (("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"), ("&", "&amp;")):
        text = text.replace(written, sign)
    return text


async def press(office: Any, path: str, who: str | Identity, **form: Any) -> httpx.Response:
    answer: httpx.Response = await office.client.post(
        path, headers=office.headers(who), data={"csrf_token": "csrf-token", **form}
    )
    return answer


async def look(office: Any, path: str, who: str = EDITOR) -> str:
    answer = await office.client.get(path, headers=office.headers(who))
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.text)


async def begin(office: Any, code: str) -> str:
    """Start a draft; where it is."""
    answer = await press(office, f"{LIST}/{code}/soan", EDITOR)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).removesuffix("/sua")


async def save(office: Any, change: str, **changed: Any) -> httpx.Response:
    form = boxes(await look(office, f"{change}/sua")) | changed
    return await press(office, f"{change}/sua", EDITOR, **form)


async def version_of(office: Any, change: str) -> str:
    (row,) = await office.rows("SELECT version FROM procedure_change WHERE id = $1::uuid", change.rpartition("/")[2])
    return str(row["version"])


async def send(office: Any, change: str, effective: date, **changed: str) -> httpx.Response:
    form = {
        "decision_number": "123/QĐ-UBND",
        "decision_agency": "Ủy ban nhân dân tỉnh",
        "version": await version_of(office, change),
    }
    days = {"decision_day": posted(effective), "effective_on": posted(effective)}
    parts = {f"{name}-{part}": said for name, day in days.items() for part, said in day.items()}
    return await press(office, f"{change}/gui", EDITOR, **(form | parts | changed))


async def decide(office: Any, change: str, act: str, who: str | Identity = LEADER, **form: str) -> httpx.Response:
    return await press(office, f"{change}/{act}", who, **({"version": await version_of(office, change)} | form))
