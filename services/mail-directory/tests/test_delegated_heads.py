"""Who is let into a head's post leads the unit for those days, and the gateway hears at once when another one leads it."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import text

from mail_directory.people.telling import today
from shared.core import clock

from .conftest import ADMINISTRATOR, HERE, Directory, an_officer
from .test_delegations import API, GATEWAY, Office

NEW = {"code": "CNTT", "name": "Phòng CNTT", "kind": "division"}
WHY = {"reason": "QĐ 12/QĐ-STTTT"}


class Room(Office):
    """A room that the director leads; the deputy works in none."""

    async def settle(self) -> "Room":
        await super().settle()
        made = await self.directory.call("POST", f"{API}/agencies/{HERE}/units", ADMINISTRATOR, json=NEW)
        self.unit = made.json()["id"]
        path = f"{API}/units/{self.unit}/posts/{self.post}"
        await self.directory.call("PUT", path, ADMINISTRATOR, json=WHY)
        await self.led_by(self.post, 1)
        return self

    async def led_by(self, post: str | None, version: int) -> None:
        change = {"name": NEW["name"], "kind": "division", "head_post_id": post, "version": version}
        led = await self.directory.call("PUT", f"{API}/units/{self.unit}", ADMINISTRATOR, json=change)
        assert led.status_code == 200, led.text

    async def places(self) -> list[tuple[str, bool]]:
        """Unit and whether it is led, of each post in which the deputy may act for another."""
        answer = await self.directory.call("GET", f"/internal/identities/{self.deputy.id}", GATEWAY)
        posts = answer.json()["posts"]
        return [(post["unit_id"], post["leads_unit"]) for post in posts if post["on_behalf_of"]]

    async def changed(self) -> set[str]:
        """Whose accounts the gateway was told to ask for again, since this was asked last."""
        rows = await self.directory.rows("SELECT DISTINCT subject FROM account_change")
        async with self.directory.database.sessions.begin() as session:
            await session.execute(text("DELETE FROM account_change"))
        return {row.subject for row in rows}


def test_who_leads_a_unit_chooses_how_heads_are_told_and_nobody_else_does(run: Any) -> None:
    async def act(directory: Directory) -> None:
        room = await Room(directory).settle()
        post, deputy = str(room.deputy.posts[0].id), an_officer("specialist", subject=str(room.deputy.id))
        told = "Văn bản đến trở về đơn vị tôi đứng đầu"
        assert told not in (await directory.call("GET", "/thong-bao/tuy-chon", deputy)).text
        path = f"{API}/units/{room.unit}/posts/{post}"
        assert (await directory.call("PUT", path, ADMINISTRATOR, json=WHY)).status_code == 200
        await room.led_by(post, 2)
        assert told in (await directory.call("GET", "/thong-bao/tuy-chon", deputy)).text

    run(act)


def test_a_heads_delegate_leads_the_unit_on_the_days_of_the_delegation_alone(run: Any) -> None:
    async def act(directory: Directory) -> None:
        room = await Room(directory).settle()
        begins, ends = today() + timedelta(days=1), today() + timedelta(days=2)
        assert (await room.give(valid_from=str(begins), valid_to=str(ends))).status_code == 201
        midnight = datetime.combine(begins, time(), clock.VIETNAM)
        for moment, expected in (
            (midnight - timedelta(seconds=1), []),
            (midnight, [(room.unit, True)]),
            (midnight + timedelta(days=2, seconds=-1), [(room.unit, True)]),
            (midnight + timedelta(days=2), []),
        ):
            with clock.stopped_at(moment):
                assert await room.places() == expected, moment

    run(act)


def test_another_head_or_another_unit_is_heard_at_once_by_the_gateway(run: Any) -> None:
    async def act(directory: Directory) -> None:
        room = await Room(directory).settle()
        director, deputy = str(room.director.id), str(room.deputy.id)
        assert (await room.give()).status_code == 201
        await room.changed()
        await room.led_by(None, 2)
        assert await room.changed() == {director, deputy}, "who led it, and who may act for him"
        assert await room.places() == [(room.unit, False)]
        await room.led_by(room.post, 3)
        assert await room.changed() == {director, deputy}
        out = f"{API}/units/{room.unit}/posts/{room.post}"
        assert (await directory.call("DELETE", out, ADMINISTRATOR, params=WHY)).status_code == 200
        assert await room.changed() == {director, deputy}
        assert await room.places() == [("", False)]

    run(act)
