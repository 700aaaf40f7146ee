"""What changes the directory. Every change is told as an event and written into the evidence log."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency, Unit
from mail_directory.people import queries, rules, two_people
from mail_directory.people.following import follow_posts
from mail_directory.people.models import Credential, Person, Post
from mail_directory.people.postless import is_settled_by_hand
from mail_directory.people.schemas import NewPerson, SignedIn, Transfer
from mail_directory.people.telling import signed_in, tell_person, today
from mail_directory.rights import Right
from mail_directory.texts import TEXTS
from shared.access import passwords
from shared.access.account_changes import note_change
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Forbidden, Invalid, PreconditionFailed, Unauthenticated
from shared.core.identifiers import new_id, new_secret
from shared.standards.typed import opaque_password
from shared.standards.vietnamese import nfc
from shared.storage import evidence

SHORTEST_PASSWORD = 12


def new_person(new: NewPerson, person_id: UUID | None = None) -> Person:
    person = Person(
        id=person_id or new_id(),
        email=new.email,
        phone=new.phone,
        active=True,
        version=1,
        created_at=clock.now(),
        posts=[],
        credential=None,
    )
    person.rename(nfc(new.full_name))
    return person


def new_post(
    person: Person,
    agency_code: str,
    role: str,
    title: str,
    since: date,
    *,
    by: Identity | None,
    until: date | None = None,
    kind: str = "main",
    unit: Unit | None = None,
) -> Post:
    """The one place where posts are made; `by` is nobody for those of the province's files. Raises Conflict for whose password he knows."""
    if by is not None:
        two_people.check_gives(by, person, role)
    post = Post(
        id=new_id(),
        person_id=person.id,
        agency_code=agency_code,
        role=role,
        title=nfc(title),
        valid_from=since,
        valid_to=until,
        kind=kind,
        ended_because="",
        unit=unit,
    )
    person.posts.append(post)
    return post


def new_credential(user_name: str, password: str, *, must_change: bool) -> Credential:
    return Credential(
        user_name=user_name,
        password_hash=passwords.hash_generated(password),
        must_change=must_change,
        changed_at=clock.now(),
        reset_asked_by=None,
        reset_asked_at=None,
        given_by=None,
        given_at=None,
    )


async def add_person(session: AsyncSession, administrator: Identity, new: NewPerson) -> tuple[Person, str | None]:
    """Thêm cán bộ: person, post and account; returns the password to hand over, once.

    Who signs, seals or administers gets it from a second person: it is asked for, and none is returned.
    """
    new = new.model_copy(update=rules.read_person(new.model_dump()))
    rules.check_grantable(administrator, new.role)
    agency = await queries.get_agency(session, new.agency_code)
    rules.check_reach(administrator, agency.code, agency.parent_code)
    _check_goes_on(agency)
    field = FieldError("/user_name", "taken", "Tên đăng nhập này đã có người dùng, hãy chọn tên khác.")
    taken = Invalid("invalid_input", fields=[field])
    if await session.scalar(select(Credential.person_id).where(Credential.user_name == new.user_name)):
        raise taken
    person = new_person(new)
    unit = await queries.find_open_unit(session, agency.code, new.unit_id, today())
    new_post(person, agency.code, new.role, new.title, today(), by=administrator, unit=unit)
    password = new_secret()
    person.credential = new_credential(new.user_name, password, must_change=True)
    alone = new.role not in two_people.BINDING
    if alone:
        two_people.is_given(person.credential, administrator.subject)
    else:
        two_people.ask(person.credential, administrator.subject)
    try:
        async with session.begin_nested():
            session.add(person)
    except IntegrityError:  # somebody took the name between our look and now
        raise taken from None
    await tell_person(session, person)
    subject = f"person/{person.id}"
    await evidence.record(session, "person-added", subject, administrator, role=new.role, agency=agency.code)
    if not alone:
        await evidence.record(session, "password-reset-asked", subject, administrator)
    return person, password if alone else None


async def transfer(session: AsyncSession, administrator: Identity, person_id: UUID, to: Transfer) -> Person:
    """Điều chuyển cán bộ: one act ends every present post and opens the new one."""
    not_oneself(administrator, person_id)
    person = await reachable(session, administrator, person_id)
    if person.version != to.version:
        raise PreconditionFailed("changed_meanwhile")
    to = to.model_copy(update=rules.read_transfer(to.model_dump()))
    rules.check_grantable(administrator, to.role)
    agency = await queries.get_agency(session, to.agency_code)
    # Who gives a post at an agency must look after that agency:
    # between two departments it is the administrator above both.
    rules.check_reach(administrator, agency.code, agency.parent_code)
    _check_goes_on(agency)
    day = today()
    unit = await queries.find_open_unit(session, agency.code, to.unit_id, day)
    left = person.posts_on(day)
    new_post(person, agency.code, to.role, to.title, day, by=administrator, unit=unit)
    for post in left:
        if post.valid_from >= day:
            person.posts.remove(post)
            await session.delete(post)
        else:
            post.valid_to = day - timedelta(days=1)
    if to.email:
        person.email = to.email
        person.rename(person.full_name)
    person.version += 1
    await session.flush()
    await follow_posts(session, person, administrator)
    await tell_person(session, person)
    await note_change(session, str(person.id))
    await evidence.record(
        session, "person-transferred", f"person/{person.id}", administrator, role=to.role, agency=agency.code
    )
    return person


def _check_goes_on(agency: Agency) -> None:
    """An agency that is gone takes nobody new."""
    if agency.has_ended_by(today()):
        raise Conflict("agency_ended")


async def set_active(
    session: AsyncSession, administrator: Identity, person_id: UUID, active: bool, reason: str = ""
) -> Person:
    """Khóa hoặc mở tài khoản. Work the person holds falls back to the unit: the event releases it in every service.

    One that the lack of a post has locked is locked by hand all the same: no later post opens it then.
    """
    not_oneself(administrator, person_id)
    person = await reachable(session, administrator, person_id)
    if person.active == active and not person.locked_postless:
        return person
    person.locked_because = "" if active else rules.read_reason(reason, TEXTS["lock_reason_missing"])
    person.active = active
    is_settled_by_hand(person)
    person.version += 1
    await session.flush()
    await follow_posts(session, person, administrator)
    await tell_person(session, person)
    await note_change(session, str(person.id), ends_sessions=not active)
    await evidence.record(
        session, "person-enabled" if active else "person-disabled", f"person/{person.id}", administrator
    )
    return person


async def change_own_password(session: AsyncSession, who: Identity, current: str, chosen: str) -> None:
    """Đổi mật khẩu của chính mình."""
    person = await queries.get_person(session, UUID(who.subject), lock=True)
    names = (who.user_name, person.full_name, person.email.partition("@")[0], person.phone)
    if weak := passwords.weakness(chosen, SHORTEST_PASSWORD, *names):
        raise Invalid("invalid_input", fields=[FieldError("/new_password", weak, TEXTS[f"password_{weak}"])])
    known = person.credential.password_hash if person.credential else None
    right, _ = await passwords.verify(current, known)
    if not right or person.credential is None:
        raise Invalid(
            "invalid_input", fields=[FieldError("/current_password", "wrong", "Mật khẩu hiện tại chưa đúng.")]
        )
    person.credential.password_hash = await passwords.hash_chosen(chosen)
    if opaque_password(current) == opaque_password(chosen):
        raise Invalid("invalid_input", fields=[FieldError("/new_password", "same", TEXTS["password_same"])])
    person.credential.must_change = False
    person.credential.reset_asked_by = person.credential.reset_asked_at = None
    person.credential.changed_at = clock.now()
    await note_change(session, str(person.id), ends_sessions=True, kept_session=who.session)
    await evidence.record(session, "password-changed", f"person/{person.id}", who)


async def check_credentials(session: AsyncSession, user_name: str, password: str) -> SignedIn:
    """Kiểm tra đăng nhập; the same answer for a wrong name and a wrong password.

    Raises Forbidden for who knows the password of an account that is locked because no post was left: it says whom to ask.
    """
    person = await queries.find_by_user_name(session, user_name, also_postless=True)
    credential = person.credential if person else None
    known = credential.password_hash if credential else None
    right, better = await passwords.verify(password, known)
    if right and person is not None and not person.active:
        raise Forbidden("account_without_post")
    if not right or person is None or credential is None or await _hash_now(session, person.id) != known:
        raise Unauthenticated("wrong_credentials")
    if better:
        credential.password_hash = better
    return await signed_in(session, person)


async def _hash_now(session: AsyncSession, person_id: UUID) -> str | None:
    """As it stands until this transaction ends; None where the account was closed meanwhile.

    Who gives another password or closes the account has locked the person before he notes when: so either we wait for him, or what
    he notes is later than our answer, and ends the session that it opens.
    """
    there = select(Person.id).where(Person.id == person_id, Person.active).with_for_update(read=True)
    if await session.scalar(there) is None:
        return None
    found: str | None = await session.scalar(select(Credential.password_hash).where(Credential.person_id == person_id))
    return found


def not_oneself(administrator: Identity, person_id: UUID) -> None:
    """Nobody gives himself a post, a password or his account back."""
    if str(person_id) == administrator.subject:
        raise Conflict("own_account")


async def reachable(
    session: AsyncSession,
    administrator: Identity,
    person_id: UUID,
    right: Right = Right.ADMINISTER,
    *,
    as_second: bool = False,
) -> Person:
    """The person, locked, if the administrator looks after every one of the person's agencies.

    Every one, also where a post begins later, because who resets a password could act in all posts of that person.
    `as_second`: somebody else who may has asked.
    """
    person = await queries.get_person(session, person_id, lock=True)
    posts = person.posts_from(today()) or person.posts
    if not posts:
        rules.check_reach(administrator, "", None, right)
    for post in posts:
        agency = await queries.get_agency(session, post.agency_code)
        rules.check_reach(administrator, agency.code, agency.parent_code, right)
        if not as_second:
            rules.check_grantable(administrator, post.role)
    return person


async def look_at(session: AsyncSession, who: Identity, person_id: UUID) -> Person:
    """Xem thông tin cán bộ: who looked is kept."""
    person = await queries.get_person(session, person_id)
    await evidence.record(session, "person-seen", f"person/{person.id}", who)
    return person
