"""Certificates follow posts: issued, renewed and revoked as the directory tells."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from document_exchange.agencies.certificates import CertificateOrders, renew_all
from document_exchange.agencies.feature import handlers
from shared.access.rights import Power, Role
from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded
from shared.contracts.values import Delegated, Post
from shared.core import clock
from shared.signing.errors import SigningKeyMissing
from shared.signing.keys import AuthorityKeyStore
from shared.signing.wanted import Wanted
from signing.certificates.actions import make_so
from testing.signing_kit import authority_in

from .test_journey import run

ONE, TWO = "000.00.71.H08", "000.00.72.H08"


def agency(code: str, name: str, valid_to: date | None = None) -> AgencyRecorded:
    since = date(2016, 6, 1)
    return AgencyRecorded(
        agency_code=code, name=name, short_name="SM", tier="department", valid_from=since, valid_to=valid_to
    )


def person(*posts: tuple[str, str, str], active: bool = True) -> PersonRecorded:
    held = tuple(Post(agency_code=code, role=role, title=title) for code, role, title in posts)
    return PersonRecorded(
        person_id="nguoi-moi", full_name="Lê Văn Mới", user_name="lanhdao.moi", active=active, posts=held
    )


class Registry:
    """The authority beside a service that hears the directory."""

    def __init__(self, house: Any, folder: Path) -> None:
        self.house = house
        self.authority = authority_in(folder)
        self.keys = AuthorityKeyStore(self.authority)
        self.order = CertificateOrders(self.certify, self.authority.folder)
        self._handlers = handlers(self.order)

    async def certify(self, wanted: list[Wanted]) -> dict[str, str]:
        """What the signing process does with an order that it believes."""
        for one in wanted:
            make_so(self.authority, one)
        return {}

    async def hear(self, event: Any) -> None:
        async with self.house.database.sessions.begin() as session:
            await self._handlers.single[type(event)](session, event)

    def given(self, holder: str) -> tuple[str, str]:
        signer = self.keys.signer(holder)
        return signer.organisation, signer.title

    def serial(self, holder: str) -> int:
        return int(self.keys.signer(holder).serial)

    def revoked(self) -> set[int]:
        crl = x509.load_der_x509_crl(self.authority.issuing_crl())
        return {entry.serial_number for entry in crl}


@pytest.fixture
def play(open_house: Any, tmp_path: Path) -> Callable[[Any], None]:
    def start(check: Any) -> None:
        async def with_registry(house: Any) -> None:
            registry = Registry(house, tmp_path / "own")
            await registry.hear(agency(ONE, "Sở Một"))
            await registry.hear(agency(TWO, "Sở Hai"))
            await check(registry)

        run(open_house, with_registry)

    return start


def test_a_new_leader_can_sign_and_a_transfer_ends_the_earlier_certificate_at_once(play: Any) -> None:
    async def check(registry: Registry) -> None:
        await registry.hear(person((ONE, Role.LEADER, "Giám đốc")))
        first = registry.serial("officer:nguoi-moi")
        assert registry.keys.signer("officer:nguoi-moi").organisation == "Sở Một"
        await registry.hear(person((TWO, Role.LEADER, "Phó Giám đốc")))
        assert first in registry.revoked()
        signer = registry.keys.signer("officer:nguoi-moi")
        assert (signer.organisation, signer.title) == ("Sở Hai", "Phó Giám đốc")

    play(check)


def test_the_same_news_twice_changes_nothing(play: Any) -> None:
    async def check(registry: Registry) -> None:
        for _ in range(2):
            await registry.hear(person((ONE, Role.LEADER, "Giám đốc")))
            await registry.hear(agency(ONE, "Sở Một"))
            seen = (registry.serial("officer:nguoi-moi"), registry.serial(f"seal:{ONE}"), registry.revoked())
        await registry.hear(person((ONE, Role.LEADER, "Giám đốc")))
        assert seen == (registry.serial("officer:nguoi-moi"), registry.serial(f"seal:{ONE}"), set())

    play(check)


@pytest.mark.parametrize(
    "ended",
    [
        person((ONE, Role.LEADER, "Giám đốc"), active=False),
        person(),
        person((ONE, Role.SPECIALIST, "Chuyên viên")),
    ],
)
def test_a_closed_account_or_an_ended_post_ends_the_certificate(play: Any, ended: PersonRecorded) -> None:
    async def check(registry: Registry) -> None:
        await registry.hear(person((ONE, Role.LEADER, "Giám đốc")))
        serial = registry.serial("officer:nguoi-moi")
        await registry.hear(ended)
        assert serial in registry.revoked()
        with pytest.raises(SigningKeyMissing):
            registry.keys.signer("officer:nguoi-moi")
        await registry.hear(person((ONE, Role.LEADER, "Giám đốc")))
        assert registry.serial("officer:nguoi-moi") != serial

    play(check)


def test_a_renamed_agency_gets_a_new_seal_and_its_signers_new_certificates(play: Any) -> None:
    async def check(registry: Registry) -> None:
        await registry.hear(person((ONE, Role.RECORDS_CLERK, "Văn thư")))
        before = {registry.serial("officer:nguoi-moi"), registry.serial(f"seal:{ONE}")}
        await registry.hear(agency(ONE, "Sở Một và Sở Ba"))
        assert registry.revoked() == before
        assert registry.keys.signer(f"seal:{ONE}").organisation == "Sở Một và Sở Ba"
        assert registry.keys.signer("officer:nguoi-moi").organisation == "Sở Một và Sở Ba"

    play(check)


def test_a_closed_agency_seals_nothing_more_from_its_last_day_on(play: Any) -> None:
    async def check(registry: Registry) -> None:
        await registry.hear(person((ONE, Role.LEADER, "Giám đốc")))
        today = clock.local_now().date()
        before = {registry.serial("officer:nguoi-moi"), registry.serial(f"seal:{ONE}")}
        await registry.hear(agency(ONE, "Sở Một", valid_to=today))
        assert registry.revoked() == set()
        with clock.stopped_at(clock.now() + timedelta(days=1)):
            async with registry.house.database.sessions.begin() as session:
                await renew_all(session, registry.order)
            assert before <= registry.revoked()
        for holder in ("officer:nguoi-moi", f"seal:{ONE}"):
            with pytest.raises(SigningKeyMissing):
                registry.keys.signer(holder)

    play(check)


def test_news_of_a_person_before_that_of_the_agency_revokes_nothing(play: Any) -> None:
    async def check(registry: Registry) -> None:
        await registry.hear(person((ONE, Role.LEADER, "Giám đốc")))
        await registry.hear(person(("000.00.79.H08", Role.LEADER, "Giám đốc")))
        assert registry.revoked() == set()
        await registry.hear(agency("000.00.79.H08", "Sở Mới"))
        assert registry.keys.signer("officer:nguoi-moi").organisation == "Sở Mới"

    play(check)


def test_a_post_beside_the_main_one_does_not_take_its_certificate(play: Any) -> None:
    async def check(registry: Registry) -> None:
        beside = Post(agency_code=ONE, role=Role.LEADER, title="Phụ trách", kind="acting")
        main = Post(agency_code=TWO, role=Role.LEADER, title="Giám đốc", kind="main")
        await registry.hear(person((TWO, Role.LEADER, "Giám đốc")))
        serial = registry.serial("officer:nguoi-moi")
        await registry.hear(person().model_copy(update={"posts": (beside, main)}))
        assert registry.serial("officer:nguoi-moi") == serial
        assert registry.keys.signer("officer:nguoi-moi").organisation == "Sở Hai"
        await registry.hear(person().model_copy(update={"posts": (beside,)}))
        assert registry.keys.signer("officer:nguoi-moi").organisation == "Sở Một"

    play(check)


def test_who_signs_at_two_agencies_has_a_certificate_for_each_and_one_ends_with_its_post(play: Any) -> None:
    async def check(registry: Registry) -> None:
        beside = Post(agency_code=ONE, role=Role.LEADER, title="Phụ trách", kind="acting")
        main = Post(agency_code=TWO, role=Role.LEADER, title="Giám đốc", kind="main")
        both = person().model_copy(update={"posts": (beside, main)})
        other = f"officer:nguoi-moi_{ONE}"
        for _ in range(2):
            await registry.hear(both)
            assert registry.given("officer:nguoi-moi") == ("Sở Hai", "Giám đốc")
            assert registry.given(other) == ("Sở Một", "Phụ trách")
            assert registry.revoked() == set()
        serial = registry.serial(other)
        await registry.hear(person().model_copy(update={"posts": (main,)}))
        assert registry.revoked() == {serial}
        with pytest.raises(SigningKeyMissing):
            registry.serial(other)
        await registry.hear(both)
        await registry.hear(person(active=False))
        for holder in ("officer:nguoi-moi", other):
            with pytest.raises(SigningKeyMissing):
                registry.serial(holder)

    play(check)


def test_who_is_let_sign_gets_a_certificate_of_her_own_until_the_delegation_ends(play: Any) -> None:
    """In her own title and agency; whoever signs by right of a post keeps that certificate."""

    def given(*powers: Power, code: str = ONE) -> Delegated:
        return Delegated(
            delegation_id="uy-quyen",
            post_id="vi-tri",
            giver_id="giam-doc",
            giver_name="Nguyễn Văn An",
            agency_code=code,
            role=Role.LEADER,
            title="Giám đốc",
            powers=powers,
            valid_to=date(2100, 1, 1),
        )

    async def check(registry: Registry) -> None:
        held = (ONE, Role.SPECIALIST, "Trưởng phòng")
        for powers in ((), (Power.DOCUMENTS,)):
            await registry.hear(person(held).model_copy(update={"delegations": (given(*powers),) if powers else ()}))
            with pytest.raises(SigningKeyMissing):
                registry.serial("officer:nguoi-moi")
        await registry.hear(person(held).model_copy(update={"delegations": (given(Power.SIGNING),)}))
        signer = registry.keys.signer("officer:nguoi-moi")
        assert (signer.organisation, signer.title) == ("Sở Một", "Trưởng phòng")
        first = registry.serial("officer:nguoi-moi")
        await registry.hear(agency(ONE, "Sở Một mới"))
        assert registry.keys.signer("officer:nguoi-moi").organisation == "Sở Một mới"
        await registry.hear(person(held))
        assert registry.revoked() >= {first}
        with pytest.raises(SigningKeyMissing):
            registry.serial("officer:nguoi-moi")
        both = person(held, (TWO, Role.LEADER, "Giám đốc")).model_copy(update={"delegations": (given(Power.SIGNING),)})
        await registry.hear(both)
        assert registry.keys.signer("officer:nguoi-moi").organisation == "Sở Hai"
        assert registry.given(f"officer:nguoi-moi_{ONE}") == ("Sở Một mới", "Trưởng phòng"), (
            "there she signs for the leader"
        )

    play(check)
