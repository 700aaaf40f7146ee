"""What an officer is told: kept once for each post, counted, opened, gathered into letters, and sent when it may be."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from mail_directory.notifications.actions import contact_of, take_notification, warn_of_ending_posts
from mail_directory.people import actions, queries
from shared.access.identity import Identity
from shared.contracts.document_exchange import OfficeNotified
from shared.contracts.one_stop import CounterNotified
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.notifying import sending
from shared.notifying.keeping import SEND
from shared.notifying.kinds import Channel
from shared.notifying.ports import NotSent, Outgoing
from shared.notifying.raising import notification
from shared.notifying.sentences import our_sentences
from shared.work.jobs import Jobs

from .conftest import ELSEWHERE, HERE, Directory, an_officer

MORNING = datetime.now(VIETNAM).replace(hour=9, minute=0, second=0, microsecond=0)
EVENING = MORNING.replace(hour=22)
OPERATOR = an_officer("operator")
LETTERS = "SELECT id, channel, state, address, attempts, error, cardinality(notifications) AS n, due_at FROM letter ORDER BY id"


def told(kind: str, *to: Recipient, code: str = "000.00.11.H08-261126-0001") -> CounterNotified:
    facts = {"code": code, "step": "Thẩm định", "due": "17:00 30/11/2026"}
    event = notification(CounterNotified, kind, f"dossier/{uuid4()}", to, facts, "/mot-cua/ho-so/1")
    assert isinstance(event, CounterNotified)
    return event


async def take(directory: Directory, *events: CounterNotified, at: datetime = MORNING) -> None:
    with clock.stopped_at(at):
        for event in events:
            async with directory.database.sessions.begin() as session:
                await take_notification(session, event)


class Doorman:
    """A door that refuses as often as it is told to, and keeps what it let out."""

    leaves = True

    def __init__(self, *refusals: NotSent) -> None:
        self.refusals = list(refusals)
        self.sent: list[Outgoing] = []

    async def send(self, letter: Outgoing) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.sent.append(letter)


def jobs_of(directory: Directory, door: Any) -> Jobs:
    post = sending.Post({Channel.EMAIL: door}, our_sentences(), contact_of, "https://tinh.example", "/thong-bao")
    return Jobs(directory.database, [replace(SEND, do=post.send)])


async def send_until(directory: Directory, door: Any, moment: datetime) -> None:
    with clock.stopped_at(moment):
        jobs = jobs_of(directory, door)
        while await jobs.do_next():
            pass


async def as_person(directory: Directory, user_name: str, role: str = "specialist") -> tuple[Any, Identity]:
    person, _ = await directory.add(user_name, role=role)
    (post,) = await directory.rows(f"SELECT id FROM post WHERE person_id = '{person.id}'")
    return person, an_officer(role, subject=str(person.id)).model_copy(update={"post": str(post.id)})


async def count(directory: Directory, who: Identity) -> str:
    answer = await directory.call("GET", "/thong-bao/so-moi", who, headers={"hx-request": "true"})
    assert answer.status_code == 200
    return answer.text


def test_an_officer_sees_what_is_new_opens_it_and_it_is_no_longer_new(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, who = await as_person(directory, "anhnt.stttt")
        await take(directory, told("dossier-assigned", Recipient(person_id=str(person.id), agency_code=HERE)))
        assert "1 chưa đọc" in await count(directory, who)
        page = await directory.call("GET", "/thong-bao", who)
        assert "Hồ sơ 000.00.11.H08-261126-0001 được giao cho bạn" in page.text
        (row,) = await directory.rows("SELECT id FROM notification")
        opened = await directory.call("GET", f"/thong-bao/{row.id}", who)
        assert (opened.status_code, opened.headers["location"]) == (303, "/mot-cua/ho-so/1")
        assert "chưa đọc" not in await count(directory, who)

    run(act)


def test_nobody_opens_or_counts_what_is_anothers(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await as_person(directory, "anhnt.stttt")
        _, other = await as_person(directory, "binhtv.stttt")
        await take(directory, told("dossier-assigned", Recipient(person_id=str(person.id), agency_code=HERE)))
        (row,) = await directory.rows("SELECT id FROM notification")
        assert (await directory.call("GET", f"/thong-bao/{row.id}", other)).status_code == 404
        assert "chưa đọc" not in await count(directory, other)
        assert (await directory.rows("SELECT read_at FROM notification"))[0].read_at is None

    run(act)


def test_whoever_holds_the_role_today_is_told_and_nobody_else(run: Any) -> None:
    async def act(directory: Directory) -> None:
        await as_person(directory, "lanhdao1.stttt", "leader")
        await as_person(directory, "lanhdao2.stttt", "leader")
        await as_person(directory, "chuyenvien.stttt")
        await directory.add("lanhdao.sxd", role="leader", agency=ELSEWHERE)
        await take(directory, told("dossier-late-here", Recipient(agency_code=HERE, role="leader")))
        rows = await directory.rows(
            "SELECT c.user_name FROM notification n JOIN credential c ON c.person_id::text = n.person ORDER BY 1"
        )
        assert [row.user_name for row in rows] == ["lanhdao1.stttt", "lanhdao2.stttt"]

    run(act)


def test_what_is_for_another_post_is_counted_there_and_leads_there(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, who = await as_person(directory, "anhnt.stttt")
        async with directory.database.sessions.begin() as session:
            held = await queries.get_person(session, person.id)
            actions.new_post(held, ELSEWHERE, "leader", "Phó Giám đốc", clock.local_now().date(), by=None)
        (row,) = await directory.rows("SELECT id FROM post WHERE role = 'leader'")
        second = str(row.id)
        await take(
            directory,
            told("dossier-late-here", Recipient(agency_code=ELSEWHERE, role="leader")),
            at=clock.now(),
        )
        assert "chưa đọc" not in await count(directory, who)
        page = await directory.call("GET", "/thong-bao", who)
        assert "Ở vị trí khác của bạn: Phó Giám đốc, SXD" in page.text
        (note,) = await directory.rows("SELECT id FROM notification")
        opened = await directory.call("GET", f"/thong-bao/{note.id}", who)
        assert opened.headers["location"] == "/vi-tri?tiep=/mot-cua/ho-so/1"
        there = who.model_copy(update={"post": second, "agency_code": ELSEWHERE, "roles": frozenset({"leader"})})
        assert (await directory.rows("SELECT post FROM notification"))[0].post == second
        await take(
            directory, told("dossier-late-here", Recipient(agency_code=ELSEWHERE, role="leader")), at=clock.now()
        )
        assert "1 chưa đọc" in await count(directory, there)

    run(act)


def test_all_that_was_seen_is_marked_as_read_and_what_came_meanwhile_is_not(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, who = await as_person(directory, "anhnt.stttt")
        to = Recipient(person_id=str(person.id), agency_code=HERE)
        await take(directory, told("dossier-assigned", to), told("dossier-assigned", to))
        seen = (await directory.rows("SELECT id FROM notification ORDER BY id DESC"))[0].id
        await take(directory, told("dossier-late", to))
        answer = await directory.call("POST", "/thong-bao/da-doc", who, data={"newest": str(seen)})
        assert answer.status_code == 303
        left = await directory.rows("SELECT kind FROM notification WHERE read_at IS NULL")
        assert [row.kind for row in left] == ["dossier-late"]

    run(act)


def test_a_posts_end_is_told_a_week_ahead_and_once(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await as_person(directory, "anhnt.stttt")
        today = clock.local_now().date()
        async with directory.database.sessions.begin() as session:
            await session.execute(text("UPDATE post SET valid_to = :day"), {"day": today + timedelta(days=6)})
        for _ in range(2):
            async with directory.database.sessions.begin() as session:
                await warn_of_ending_posts(session, today)
        (row,) = await directory.rows("SELECT person, kind, facts FROM notification")
        assert (row.person, row.kind, row.facts["post"]) == (str(person.id), "post-ending", "Chuyên viên")

    run(act)


def test_a_notification_carries_no_fact_but_those_of_its_kind() -> None:
    with pytest.raises(ValueError, match="applicant_name"):
        notification(
            CounterNotified, "dossier-late", "dossier/1", [Recipient(person_id="1")], {"applicant_name": "A"}, "/"
        )


def test_pages_of_notifications_carry_the_token_of_forms(run: Any) -> None:
    async def act(directory: Directory) -> None:
        _, who = await as_person(directory, "anhnt.stttt")
        refused = await directory.client.post(
            "/thong-bao/tuy-chon", headers=directory.as_caller(who), data={"quiet_from": "00", "quiet_to": "00"}
        )
        assert refused.status_code == 403

    run(act)


async def _delegated(directory: Directory, giver: Any, himself: Identity, delegate: Any) -> str:
    """The work on documents is given for five days; the delegation's id."""
    path = f"/api/mail-directory/v1/people/{giver.id}/posts/{himself.post}/delegations"
    until = str(clock.local_now().date() + timedelta(days=5))
    new = {"delegate_id": str(delegate.id), "powers": ["power:documents"], "reason": "Đi công tác", "valid_to": until}
    given = await directory.call("POST", path, himself, json=new)
    assert given.status_code == 201, given.text
    made: str = given.json()["id"]
    return made


def test_a_delegate_is_told_for_the_givers_post_while_the_delegation_lasts(run: Any) -> None:
    async def act(directory: Directory) -> None:
        giver, himself = await as_person(directory, "giamdoc.stttt", "leader")
        delegate, who = await as_person(directory, "photruong.stttt")
        given = await _delegated(directory, giver, himself, delegate)
        late = Recipient(agency_code=HERE, role="leader")
        await take(directory, told("dossier-late-here", late), at=clock.now())
        assert "chưa đọc" not in await count(directory, who.model_copy(update={"post": himself.post})), "no such power"

        facts = {"reference": "12/UBND", "agency": "UBND"}
        arrived = notification(OfficeNotified, "document-arrived", f"incoming/{uuid4()}", [late], facts, "/x")
        async with directory.database.sessions.begin() as session:
            await take_notification(session, arrived)
        assert "1 chưa đọc" in await count(directory, who.model_copy(update={"post": himself.post}))
        assert "chưa đọc" not in await count(directory, who), "it is for the giver's post"
        page = await directory.call("GET", "/thong-bao", who)
        assert "được ủy quyền làm việc ở vị trí Chuyên viên, STTTT" in page.text
        assert "Ở vị trí khác của bạn: Chuyên viên, STTTT (thay mặt" in page.text
        (row,) = await directory.rows(f"SELECT id FROM notification WHERE person = '{delegate.id}'")
        opened = await directory.call("GET", f"/thong-bao/{row.id}", who)
        assert opened.headers["location"] == "/vi-tri?tiep=/x"

        choices = await directory.call("GET", "/thong-bao/tuy-chon", who)
        assert "Văn bản đến chờ tôi phân công" in choices.text
        assert "Hồ sơ quá hạn ở cơ quan tôi lãnh đạo" not in choices.text

        end = f"/api/mail-directory/v1/delegations/{given}/end"
        assert (await directory.call("POST", end, himself, json={"reason": "Đã về"})).status_code == 200
        async with directory.database.sessions.begin() as session:
            await take_notification(session, arrived)
        assert len(await directory.rows(f"SELECT 1 FROM notification WHERE person = '{delegate.id}'")) == 1
        choices = await directory.call("GET", "/thong-bao/tuy-chon", who)
        assert "Văn bản đến chờ tôi phân công" not in choices.text

    run(act)


def test_what_a_post_is_not_told_of_stays_chosen_for_the_day_it_is(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, who = await as_person(directory, "anhnt.stttt", "leader")
        sent = {"quiet_from": "21", "quiet_to": "07"}
        leaders = sent | {"dossier-late-here-email": "at-once"}
        assert (await directory.call("POST", "/thong-bao/tuy-chon", who, data=leaders)).status_code == 303
        async with directory.database.sessions.begin() as session:
            await session.execute(text("UPDATE post SET role = 'specialist'"))
        assert "Hồ sơ quá hạn ở cơ quan" not in (await directory.call("GET", "/thong-bao/tuy-chon", who)).text
        answer = await directory.call(
            "POST", "/thong-bao/tuy-chon", who, data=sent | {"dossier-late-here-email": "never"}
        )
        assert answer.status_code == 303
        (row,) = await directory.rows(f"SELECT timings FROM notification_choice WHERE person = '{person.id}'")
        assert row.timings == {"dossier-late-here/email": "at-once"}

    run(act)
