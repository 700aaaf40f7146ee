"""The owner of a dossier that somebody else brought to a counter sees it and hears of it, also of one from before: by his verified
number alone.
"""

from online_services.tracking import actions as course
from online_services.tracking.parties import note_parties
from shared.contracts.one_stop_aside import PartiesTold
from shared.core.identifiers import new_id

from .builders import finished
from .conftest import Check, Service
from .test_at_counter import brought, listed, person, verified

NOTICES = "/dich-vu-cong/thong-bao"
NEWS = "SELECT kind, link FROM notification WHERE kind <> 'account-number-verified' ORDER BY kind"


async def _told(service: Service) -> list[tuple[str, str]]:
    return [(row["kind"], row["link"]) for row in await service.rows(NEWS)]


def test_the_owner_hears_of_a_dossier_that_another_hands_in_and_of_its_result(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        numbers = await verified(service), await verified(service, "congdan.khoa")
        dossier = await brought(service, person(numbers[0]), person(numbers[1], "owner"))
        assert dossier[-8:] in (await khoa.get(NOTICES)).text
        assert dossier[-8:] not in (await lan.get(NOTICES)).text, "whoever hands it in has the receipt"
        await service.in_transaction(lambda session: course.note_finished(session, finished(dossier)))
        here = f"/dich-vu-cong/ho-so-tai-quay/{dossier}"
        assert await _told(service) == [("filed-dossier-received", here), ("result-ready", here)]
        [told] = await service.rows("SELECT facts::text AS facts FROM notification WHERE kind = 'result-ready'")
        assert set(numbers).isdisjoint(told["facts"].split('"')), "a message holds no content of the record"
        assert (await khoa.get(here)).status_code == 200

    in_service(check)


def test_a_number_that_was_only_typed_and_an_organisation_hear_nothing(in_service: Check) -> None:
    async def check(service: Service) -> None:
        account = await service.account("congdan.lan")
        await brought(service, person(account.personal_id))
        number = await verified(service, "congdan.khoa")
        await brought(service, person(number, is_person=False))
        await brought(service, person(number), person("052190004318", "owner"))
        assert await _told(service) == []

    in_service(check)


def test_one_from_before_is_listed_and_told_once_however_often_it_comes(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        numbers = await verified(service), await verified(service, "congdan.khoa")
        still, ended = await brought(service), await brought(service)
        await service.in_transaction(lambda session: course.note_finished(session, finished(ended)))
        assert await listed(khoa) == []
        whose = person(numbers[0]), person(numbers[1], "owner")
        for dossier in (still, ended, still, ended, str(new_id())):
            told = PartiesTold(dossier_id=dossier, parties=whose)
            await service.tell(told, "one-stop")
        assert sorted(await listed(khoa)) == sorted(await listed(lan)) == sorted([still, ended])
        assert await _told(service) == [("counter-dossier-listed", f"/dich-vu-cong/ho-so-tai-quay/{still}")]
        await service.in_transaction(lambda session: note_parties(session, told))
        assert len(await listed(khoa)) == 2, "nothing is made of a dossier that nobody has told of"

    in_service(check)
