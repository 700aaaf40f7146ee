"""Tables of steps across services: the documentation page says what the code does, and the citizen's side agrees with the counter's."""

import re
from pathlib import Path

from tools import states_page

from one_stop.dossiers.rules import DUE, ENDED, STEPS, Doing
from online_services.tracking.rules import may_withdraw
from shared.standards.dossier_status import SETTLED
from testing.members import MEMBERS

ROOT = Path(__file__).parents[2]
_WORDS = re.compile(r"""state\s*(?:=|<>|!=|==|(?:not\s+)?in)\s*[(\[]?\s*['"]\w""", re.IGNORECASE)
"""`state IN ('failed', 'sent')`, `planned.state != "waiting"`."""
_BARE = re.compile(
    r"status(?:\s+(?:NOT\s+)?IN\s*|\s*(?:not\s+)?in\s*|\.(?:not_)?in_\()[(\[{]+\s*['\"]?\w*\d"
    r"|status\s*(?:==|!=|<>|=)\s*['\"]?\d{1,2}(?!\d)",
    re.IGNORECASE,
)
"""`status IN (1, 2)`, `status in ["04", "05"]`, `status == 5`."""


def test_the_page_of_states_is_current() -> None:
    assert states_page.PAGE.read_text("utf-8") == states_page.write_page(), "run: .venv/bin/python tools/states_page.py"


def test_the_citizen_may_withdraw_exactly_what_the_counter_lets_go() -> None:
    """Two services, one truth: what the page offers to take back, the counter's table gives back."""
    offered = {status for status in STEPS.states if may_withdraw(status, withdrawn=False, issued=False)}
    assert offered == STEPS.sources(Doing.WITHDRAW) == DUE
    assert STEPS.states - DUE == SETTLED
    assert ENDED < SETTLED


def test_no_states_by_number_beside_the_tables() -> None:
    """In code and templates states have names, and sets of states come from a table of steps."""
    found = []
    for member in (m for m in MEMBERS if m.name in ("one-stop", "document-exchange", "online-services")):
        for path in [*member.code.rglob("*.py"), *member.code.rglob("*.html")]:
            if "migrations" in path.parts:
                continue
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if _BARE.search(line):
                    found.append(f"{path.relative_to(ROOT)}:{number} {line.strip()[:100]}")
    assert not found


def test_no_states_of_letters_and_planned_changes_by_word_beside_the_tables() -> None:
    """But for the condition of the index of letters that still gather, which must be said as the index says it."""
    looked = [
        *(ROOT / "shared/shared/notifying").glob("*.py"),
        *(ROOT / "services/mail-directory/mail_directory/structure").glob("*.py"),
        *(ROOT / "gateway/gateway/letters").glob("*.py"),
        ROOT / "gateway/gateway/templates/van_hanh/letters.html",
    ]
    spelled = {path.name for path in looked if _WORDS.search(path.read_text("utf-8"))}
    assert spelled == {"tables.py", "keeping.py"}
