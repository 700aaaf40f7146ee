"""The probe around every service under test sees what a refusal leaves behind, and nothing where it leaves nothing."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI, Response

from shared.storage.database import Database
from testing import unchanged
from testing.unchanged import UnchangedWhenRefused

WRITES = {"left": "INSERT INTO left_behind VALUES (1)", "gone": "DELETE FROM left_behind", "nothing": "SELECT 1"}
"""What is committed before the refusal."""


def _refusing(database: Database) -> UnchangedWhenRefused:
    app = FastAPI()
    app.state.database = database

    @app.post("/{what}")
    async def refuse(what: str) -> Response:
        await (await database.hot()).execute(WRITES[what])
        return Response("không", 409)

    return UnchangedWhenRefused(app, app, "probe")


@pytest.mark.parametrize(("what", "seen"), [("left", True), ("gone", True), ("nothing", False)])
def test_what_a_refusal_leaves_is_seen(
    service_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, what: str, *, seen: bool
) -> None:
    # Routes of nobody: a whole run does not ask for them.
    monkeypatch.setattr(unchanged, "known", set())
    monkeypatch.setattr(unchanged, "probed", {})

    async def run() -> None:
        database = Database(service_database("gateway"), "probe")
        try:
            await (await database.hot()).execute("CREATE TABLE left_behind (n int); INSERT INTO left_behind VALUES (0)")
            transport = httpx.ASGITransport(app=_refusing(database))
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                if seen:
                    with pytest.raises(AssertionError, match="left_behind"):
                        await client.post(f"/{what}")
                else:
                    assert (await client.post(f"/{what}")).status_code == 409
        finally:
            await database.close()

    asyncio.run(run())
