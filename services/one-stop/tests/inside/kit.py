"""A dossier that its specialist holds, and presses on its page."""

from typing import Any

from one_stop.dossiers.cases import COUNTER_OFFICER, SPECIALIST

CSRF = {"csrf_token": "csrf-token"}


async def held(office: Any) -> str:
    """A dossier that the specialist holds."""
    dossier: str = await office.file("hop-bao")
    for act, role in (("accept", COUNTER_OFFICER), ("transfer", COUNTER_OFFICER), ("claim", SPECIALIST)):
        assert (await office.act(dossier, act, role, {} if act == "transfer" else None)).status_code == 200
    return dossier


async def page_of(office: Any, dossier: str, role: str = SPECIALIST) -> str:
    answer = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(role))
    text: str = answer.text
    return text


async def version_of(office: Any, dossier: str) -> str:
    [row] = await office.rows("SELECT version FROM dossier WHERE id = $1", dossier)
    return str(row["version"])


async def send(office: Any, dossier: str, act: str, role: str, form: dict[str, str], *files: Any) -> Any:
    data = CSRF | {"version": await version_of(office, dossier)} | form
    chosen = [("tep", file) for file in files]
    url = f"/mot-cua/ho-so/{dossier}/{act}"
    return await office.client.post(url, headers=office.headers(role), data=data, files=chosen or None)
