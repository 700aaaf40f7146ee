"""Trang cán bộ: what of a person is shown to whom, and what whoever looks may do there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from mail_directory.people import actions, certificates, queries, resets, rules, seeing, telling, two_people
from mail_directory.people.form_choices import unit_choices
from mail_directory.people.models import Person
from mail_directory.rights import RIGHTS, Right
from mail_directory.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import ROLE_NAMES, Role, holds
from shared.web.application import page_of
from shared.web.transaction import Session

GIVEN_ROLES = [(role, name) for role, name in ROLE_NAMES.items() if role != Role.OPERATOR]


async def show_person(
    request: Request, who: Identity, session: Session, person_id: UUID, status: int = 200, **more: Any
) -> Response:
    person = await actions.look_at(session, who, person_id)
    names = await queries.agency_names(session, [post.agency_code for post in person.posts])
    own, administers = who.subject == str(person.id), False
    administrator = holds(who, RIGHTS[Right.ADMINISTER])
    if administrator and not own:
        held = person.posts_from(telling.today()) or person.posts  # somebody without a post today gets a new one here
        parents = [await queries.get_agency(session, post.agency_code) for post in held]
        administers = bool(parents) and all(rules.looks_after(who, one.code, one.parent_code) for one in parents)
    reached = await queries.list_reached(session, who, RIGHTS[Right.ADMINISTER]) if not own else []
    return page_of(request).render(
        request,
        "person.html",
        status,
        person=person,
        lines=await _certificates(request, session, person, names),
        names=names,
        own=own,
        sees_lock=await seeing.sees_lock(session, who, person),
        administrator=administrator,
        stays=await queries.list_stays(session, person.id),
        standing=await queries.list_standing(session, person, telling.today()),
        delegable=rules.DELEGABLE,
        administers=administers,
        reset=await _waiting_reset(session, who, person, administers),
        known_until=two_people.known_until(who, person.credential) if administers else None,
        agencies=[(agency.code, agency.name) for agency in reached],
        reached={agency.code for agency in reached},
        units=await unit_choices(session, [agency.code for agency in reached]) if administers else [],
        present=(person.posts_on(telling.today()) or person.posts)[-1].agency_code if person.posts else "",
        roles=GIVEN_ROLES,
        today=telling.today(),
        **more,
    )


async def _certificates(
    request: Request, session: Session, person: Person, names: Mapping[str, str]
) -> list[certificates.Line]:
    today = telling.today()
    lent = (await queries.signing_lent_to(session, [person], today)).get(person.id, set())
    return certificates.lines_of_person(request.app.state.settings.authority_folder, person, today, lent, names)


async def _waiting_reset(session: Session, who: Identity, person: Person, administers: bool) -> dict[str, Any] | None:
    """Who asked for a reset that waits, and until when, for those who may give it."""
    credential, lapses = person.credential, resets.lapses_at(person.credential)
    if credential is None or lapses is None or not (administers or Role.OPERATOR in who.roles):
        return None
    by_machine = credential.reset_asked_by == resets.MACHINE
    asked_by = (
        TEXTS["asked_at_the_machine"] if by_machine else await queries.name_of(session, credential.reset_asked_by or "")
    )
    mine = who.subject in (credential.reset_asked_by, str(person.id))
    return {
        "asked_by": asked_by,
        "asked_at": credential.reset_asked_at,
        "lapses": lapses,
        "may_give": not mine,
        "mark": resets.mark_of(credential),
        "binding": await two_people.is_binding(session, person, telling.today()),
    }
