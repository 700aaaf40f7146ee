"""Two rule-sets by date: which one a dossier follows, for good, and every official form of both as it was once looked at.

`python services/one-stop/tests/forms/test_rule_sets.py` writes the texts of the forms anew: look at what changed before keeping it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from one_stop.forms.render import FORM_TEMPLATES, PRINTED_FORMS, REGISTER, REGISTER_NUMBERS
from one_stop.forms.rule_sets import RuleSet, rule_set_at
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.printing.forms import Template, print_form

GOLDEN = Path(__file__).parent / "golden"
NUMBERED = {
    **{
        (rule_set, printed.number): FORM_TEMPLATES[rule_set, form]
        for (rule_set, form), printed in PRINTED_FORMS.items()
    },
    **{(rule_set, number): FORM_TEMPLATES[rule_set, REGISTER] for rule_set, number in REGISTER_NUMBERS.items()},
}
OFFICIAL = {key: template for key, template in NUMBERED.items() if key[1]}


COUNTER = "counter-officer"


def _play(one_stop: Any, act: Callable[[Any], Awaitable[None]]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await act(office)

    asyncio.run(run())


def lines_of(template: Template) -> str:
    """What the form says, line for line, when it is filled with its sample."""
    pages = pypdfium2.PdfDocument(print_form(template, template.sample))
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"


def test_the_forms_of_both_circulars_are_all_there() -> None:
    assert {number for rule_set, number in OFFICIAL if rule_set is RuleSet.ND61_2018} == {
        "01",
        "02",
        "03",
        "04",
        "05",
        "06",
    }
    assert {number for rule_set, number in OFFICIAL if rule_set is RuleSet.ND118_2025} == {
        "01",
        "02",
        "03",
        "04",
        "05",
        "06",
        "07",
    }


@pytest.mark.parametrize("key", OFFICIAL, ids="-".join)
def test_a_form_says_what_it_said_when_it_was_looked_at(key: tuple[RuleSet, str]) -> None:
    assert lines_of(OFFICIAL[key]) == (GOLDEN / f"{'-'.join(key)}.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2017, 1, 1, tzinfo=VIETNAM), RuleSet.ND61_2018),
        (datetime(2025, 6, 30, 23, 59, tzinfo=VIETNAM), RuleSet.ND61_2018),
        (datetime(2025, 7, 1, tzinfo=VIETNAM), RuleSet.ND118_2025),
        (datetime.fromisoformat("2025-06-30T17:00:00+00:00"), RuleSet.ND118_2025),
        (datetime(2026, 11, 27, tzinfo=VIETNAM), RuleSet.ND118_2025),
    ],
)
def test_the_day_here_decides(moment: datetime, expected: RuleSet) -> None:
    assert rule_set_at(moment) is expected


def test_a_dossier_follows_what_was_in_force_when_it_was_taken_in_and_keeps_it(one_stop: Any) -> None:
    last_day, first_day = (datetime(2025, 6, 30, 14, tzinfo=VIETNAM), datetime(2025, 7, 1, 9, tzinfo=VIETNAM))

    async def act(office: Any) -> None:
        with clock.stopped_at(last_day):
            before, between = [await office.file(filed_at=last_day) for _ in range(2)]
            assert (await office.act(before, "accept", COUNTER)).status_code == 200
        with clock.stopped_at(first_day):
            assert (await office.act(between, "accept", COUNTER)).status_code == 200
            assert (await office.act(before, "transfer", COUNTER, {})).status_code == 200
        kept = {str(row["id"]): row["rule_set"] for row in await office.rows("SELECT id, rule_set FROM dossier")}
        assert kept == {before: "ND61_2018", between: "ND118_2025"}

    _play(one_stop, act)


def test_who_is_refused_gets_the_form_of_that_day(one_stop: Any) -> None:
    last_day, first_day = (datetime(2025, 6, 30, 14, tzinfo=VIETNAM), datetime(2025, 7, 1, 9, tzinfo=VIETNAM))

    async def act(office: Any) -> None:
        for day, title in (
            (last_day, "Phiếu từ chối giải quyết hồ sơ"),
            (first_day, "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
        ):
            with clock.stopped_at(last_day):
                dossier = await office.file(filed_at=last_day)
            with clock.stopped_at(day):
                answer = await office.act(dossier, "refuse", COUNTER, {"reason": "Không thuộc thẩm quyền"})
                assert answer.status_code == 200, answer.text
            (form,) = await office.rows(
                "SELECT sha256 FROM printed_form WHERE dossier_id = $1 AND form_no = '03'", dossier
            )
            pdf = await office.app.state.files.get(form["sha256"])
            text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
            assert title.upper() in " ".join(text.split())

    _play(one_stop, act)


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for key, template in OFFICIAL.items():
        (GOLDEN / f"{'-'.join(key)}.txt").write_text(lines_of(template), "utf-8")
