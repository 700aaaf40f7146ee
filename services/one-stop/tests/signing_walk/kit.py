"""A leader walks through what waits for his signature, as a browser without scripts does."""

import re
from typing import Any

WALK = "/mot-cua/ky-lan-luot"
COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
DRAFT = {"title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}


async def drafted(office: Any) -> str:
    """A dossier whose result waits for the leader's signature."""
    dossier = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        await office.act(dossier, act, role, {} if act == "transfer" else None)
    await draft(office, dossier)
    return str(dossier)


async def draft(office: Any, dossier: str, **other: str) -> None:
    answer = await office.act(dossier, "finish", SPECIALIST, DRAFT | other)
    assert answer.status_code == 200, answer.text


async def look(office: Any, where: str = "", role: str = LEADER) -> Any:
    return await office.client.get(f"{WALK}{where}", headers=office.headers(role))


def hidden(html: str) -> dict[str, str]:
    """What the page sends back with a press."""
    return {name: _values(html, name)[0] for name in ("version", "ban")}


def shown(html: str) -> str:
    (action,) = re.findall(rf'action="{WALK}/([0-9a-f-]{{36}})/quyet-dinh"', html)
    return str(action)


def chosen(html: str) -> dict[str, Any]:
    """The form behind the last result."""
    digests = dict(re.findall(r'name="(ban\.[0-9a-f-]{36})" value="([^"]*)"', html))
    return {"chon": _values(html, "chon"), "lo": _values(html, "lo")} | digests


def _values(html: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', html)


async def post(office: Any, where: str, role: Any = LEADER, **form: Any) -> Any:
    data = {"csrf_token": "csrf-token"} | form
    return await office.client.post(f"{WALK}/{where}", headers=office.headers(role), data=data)


async def sign(office: Any, form: dict[str, Any], who: Any = None, confirmation: str = "right") -> Any:
    """He presses, with what the gateway says of his password; the page that it leads to."""
    told = (who or office.identity(LEADER)).model_copy(update={"confirmation": confirmation})
    answer = await post(office, "ky", told, **form)
    if answer.status_code != 303:
        return answer
    return await office.client.get(answer.headers["location"], headers=office.headers(told))


async def choose(office: Any, choice: str = "chon") -> str:
    """One press on the next result; which it was."""
    html = (await look(office)).text
    dossier = shown(html)
    pressed = await post(office, f"{dossier}/quyet-dinh", **hidden(html), lua_chon=choice)
    assert pressed.status_code == 303, pressed.text
    return dossier


async def states(office: Any) -> dict[str, int]:
    return {str(row["id"]): row["status"] for row in await office.rows("SELECT id, status FROM dossier")}
