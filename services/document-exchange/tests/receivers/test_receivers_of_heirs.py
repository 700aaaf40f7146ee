"""An agency that ended: its successor names its own people as receivers of what was left, and they are told."""

from typing import Any

from document_exchange.documents.rules import DocumentStatus
from shared.access.rights import Role
from shared.contracts.mail_directory import UnitRecorded
from testing.factories import a_person, a_post

from ..continuing_kit import hire, of
from ..test_continuing import HEIR, merged, tell_merged
from ..test_exits import bring_to, run
from ..test_units import told


def test_the_successors_people_get_what_the_ended_agency_issued(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent = await house.sent(all_agencies=True)
        await hire(house)
        await tell_merged(house, merged())
        clerk, worker = of(house, Role.RECORDS_CLERK), of(house, Role.SPECIALIST)
        office = {"unit_id": "u-heir", "agency_code": HEIR, "code": "P1", "name": "Phòng Mới", "unit_kind": "division"}
        await house.tell(UnitRecorded(valid_from="2016-01-01", **office), "mail-directory")
        post = a_post(HEIR, Role.SPECIALIST, unit_id="u-heir", unit="Phòng Mới")
        await house.tell(a_person(worker.subject, post), "mail-directory")
        body = {"inside": ["unit:u-heir"]}
        added = await house.call(clerk, "POST", f"/documents/{sent['id']}/circulate", json=body)
        assert added.status_code == 200, added.text
        (people,) = await told(house, "document-circulated")
        assert {one["person_id"] for one in people} == {worker.subject}
        listed = await house.call(worker.model_copy(update={"unit": "u-heir"}), "GET", "/documents-inside")
        assert [item["id"] for item in listed.json()["items"]] == [sent["id"]]

    run(open_house, play)


def test_what_was_sealed_is_given_receivers_of_the_successor(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await bring_to(house, DocumentStatus.SEALED)
        await hire(house)
        await tell_merged(house, merged())
        clerk, worker = of(house, Role.RECORDS_CLERK), of(house, Role.SPECIALIST)
        group = {"name": "Khối nội chính", "addressees": ["000.00.05.H08"]}
        made = await house.call(clerk, "POST", "/addressee-groups", json=group)
        body = {"inside": [f"person:{worker.subject}"], "groups": [made.json()["id"]]}
        changed = await house.call(clerk, "PUT", f"/documents/{document}/addressees", json=body)
        assert changed.status_code == 200, changed.text
        assert changed.json()["addressees"] == ["000.00.05.H08"]
        sent = await house.call(clerk, "POST", f"/documents/{document}/send", json={})
        assert sent.status_code == 200, sent.text
        assert worker.subject in str(await told(house, "document-circulated"))

    run(open_house, play)
