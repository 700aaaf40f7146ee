"""An agency or a unit that goes: what waits, and whose parts there are, go on at whoever has the document then."""

from typing import Any

from shared.access.rights import Role
from testing.factories import a_person, a_post

from ..continuing_kit import hire, of, of_receiver
from ..test_continuing import HEIR, tell_merged
from ..test_incoming import RECEIVER, run
from ..test_units import officer, unit
from .work_kit import ONE, OTHER_LEADER, clerk, deputy, done, leader, open_agency, part, parts_of, standing


async def presented(house: Any) -> str:
    incoming_id = await open_agency(house)
    parts = [part("person:binh", "lead", 9), part("person:sau", "cooperate", 5), part("person:nam", "inform")]
    await done(house, leader(house), incoming_id, "instruct", parts=parts)
    await done(house, clerk(house), incoming_id, "present", leader_id=OTHER_LEADER)
    return incoming_id


async def waiting(house: Any, incoming_id: str, who: Any) -> list[str]:
    return [one["standing"] for one in (await standing(house, incoming_id, who))["presentations"]]


def test_who_goes_along_to_the_successor_is_still_waited_for_and_parts_stay(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await presented(house)
        await hire(house)
        moved = a_post(HEIR, Role.LEADER, "Phó Giám đốc", merged_agencies=(RECEIVER,))
        await house.tell(a_person(OTHER_LEADER, moved, full_name="Phạm Thị Phó"), "mail-directory")
        await tell_merged(house, of_receiver())
        at_heir = of(house, Role.LEADER)
        found = await standing(house, incoming_id, at_heir)
        assert [one["standing"] for one in found["presentations"]] == ["waiting"]
        assert [(one["whose_id"], one["part"]) for one in found["parts"]] == [
            ("person:binh", "lead"),
            ("person:sau", "cooperate"),
            ("person:nam", "inform"),
        ]
        followed = deputy().model_copy(update={"agency_code": HEIR, "agency_name": "Sở Mới"})
        listed = await house.call(followed, "GET", "/inbox?scope=opinion")
        assert [one["id"] for one in listed.json()["items"]] == [incoming_id]
        await done(house, followed, incoming_id, "instruct", words="Làm tiếp như cũ")

    run(open_house, play)


def test_who_went_elsewhere_is_waited_for_no_longer(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await presented(house)
        await hire(house)
        elsewhere = a_post("000.00.05.H08", Role.LEADER, "Phó Giám đốc", merged_agencies=(RECEIVER,))
        await house.tell(a_person(OTHER_LEADER, elsewhere, full_name="Phạm Thị Phó"), "mail-directory")
        await tell_merged(house, of_receiver())
        at_heir = of(house, Role.LEADER)
        assert await waiting(house, incoming_id, at_heir) == ["lapsed"]
        await done(house, of(house, Role.RECORDS_CLERK), incoming_id, "present", leader_id=at_heir.subject)
        assert await waiting(house, incoming_id, at_heir) == ["lapsed", "waiting"]

    run(open_house, play)


def test_a_unit_that_helps_and_is_merged_helps_once_and_keeps_what_it_reported(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        parts = [part("person:nam", "lead"), part(f"unit:{ONE}", "cooperate", 4, "Góp ý")]
        await done(house, leader(house), incoming_id, "instruct", parts=parts)
        await done(house, officer("truong", leads=True), incoming_id, "report", words="Đã góp ý")
        await unit(house, "u-ba", name="Phòng Ba")
        for _ in range(2):
            await unit(house, ONE, "truong", successor_id="u-ba", successor_name="Phòng Ba")
        (helping,) = [one for one in (await standing(house, incoming_id))["parts"] if one["part"] == "cooperate"]
        assert (helping["whose_id"], helping["name"], helping["outcome_words"]) == ("unit:u-ba", "Phòng Ba", "Đã góp ý")
        assert len(await parts_of(house, incoming_id)) == 2

    run(open_house, play)
