"""All that one-stop is made of. Routes are tried in this order."""

from pathlib import Path

from one_stop.agencies.feature import FEATURE as AGENCIES
from one_stop.auth import RIGHTS
from one_stop.closing.feature import FEATURE as CLOSING
from one_stop.deadlines.feature import FEATURE as DEADLINES
from one_stop.desk.feature import FEATURE as DESK
from one_stop.figures.feature import FEATURE as FIGURES
from one_stop.form_desk.feature import FEATURE as FORMS
from one_stop.intake.feature import FEATURE as INTAKE
from one_stop.moves.feature import FEATURE as MOVES
from one_stop.number_desk.feature import FEATURE as NUMBERS
from one_stop.reception.feature import FEATURE as RECEPTION
from one_stop.register.feature import FEATURE as REGISTER
from one_stop.scans.feature import FEATURE as SCANS
from one_stop.supplements.feature import FEATURE as SUPPLEMENTS
from one_stop.texts import TEXTS
from one_stop.worklist.feature import FEATURE as WORKLIST
from shared.web.feature import Member

MEMBER = Member(
    name="one-stop",
    title="Một cửa",
    folder=Path(__file__).parent,
    texts=TEXTS,
    rights=RIGHTS,
    features=[
        AGENCIES,
        DEADLINES,
        INTAKE,
        SUPPLEMENTS,
        MOVES,
        CLOSING,
        FIGURES,
        WORKLIST,
        RECEPTION,
        SCANS,
        FORMS,
        NUMBERS,
        REGISTER,
        DESK,
    ],
)
