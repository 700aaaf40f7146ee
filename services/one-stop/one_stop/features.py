"""All that one-stop is made of. Routes are tried in this order."""

from pathlib import Path

from one_stop.agencies.feature import FEATURE as AGENCIES
from one_stop.any_counter.feature import FEATURE as ANY_COUNTER
from one_stop.asked_parts.feature import FEATURE as ASKED_PARTS
from one_stop.balancing.feature import FEATURE as BALANCING
from one_stop.catalogue_desk.feature import FEATURE as CATALOGUE
from one_stop.closing.feature import FEATURE as CLOSING
from one_stop.continuing.feature import FEATURE as CONTINUING
from one_stop.deadlines.feature import FEATURE as DEADLINES
from one_stop.desk.feature import FEATURE as DESK
from one_stop.digitising_desk.feature import FEATURE as DIGITISING
from one_stop.exchanges.feature import FEATURE as EXCHANGES
from one_stop.fee_desk.feature import FEATURE as FEES
from one_stop.figures.feature import FEATURE as FIGURES
from one_stop.form_desk.feature import FEATURE as FORMS
from one_stop.intake.feature import FEATURE as INTAKE
from one_stop.moves.feature import FEATURE as MOVES
from one_stop.number_desk.feature import FEATURE as NUMBERS
from one_stop.overview.feature import FEATURE as OVERVIEW
from one_stop.part_desk.feature import FEATURE as PART_DESK
from one_stop.parts.feature import FEATURE as PARTS
from one_stop.pauses.feature import FEATURE as PAUSES
from one_stop.post_lists.feature import FEATURE as POST_LISTS
from one_stop.reception.feature import FEATURE as RECEPTION
from one_stop.register.feature import FEATURE as REGISTER
from one_stop.reports.feature import FEATURE as REPORTS
from one_stop.result_desk.feature import FEATURE as RESULT_BOOK
from one_stop.return_desk.feature import FEATURE as RETURNS
from one_stop.returns.feature import FEATURE as COLLECTING
from one_stop.rights import RIGHTS
from one_stop.scan_desk.feature import FEATURE as SCAN_DESK
from one_stop.scans.feature import FEATURE as SCANS
from one_stop.sealing.feature import FEATURE as SEALING
from one_stop.search_desk.feature import FEATURE as SEARCH_DESK
from one_stop.signing_walk.feature import FEATURE as SIGNING_WALK
from one_stop.supplements.feature import FEATURE as SUPPLEMENTS
from one_stop.task_desk.feature import FEATURE as TASK_DESK
from one_stop.tasks.feature import FEATURE as TASKS
from one_stop.texts import TEXTS
from one_stop.uncollected.feature import FEATURE as UNCOLLECTED
from one_stop.unit_list_desk.feature import FEATURE as UNIT_LISTS
from one_stop.working_calendar.feature import FEATURE as WORKING_CALENDAR
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
        SEALING,
        SUPPLEMENTS,
        PAUSES,
        MOVES,
        CONTINUING,
        PARTS,
        ASKED_PARTS,
        CLOSING,
        COLLECTING,
        RESULT_BOOK,
        DIGITISING,
        RETURNS,
        FEES,
        UNCOLLECTED,
        TASKS,
        EXCHANGES,
        TASK_DESK,
        POST_LISTS,
        UNIT_LISTS,
        FIGURES,
        OVERVIEW,
        WORKLIST,
        SIGNING_WALK,
        BALANCING,
        RECEPTION,
        SCANS,
        FORMS,
        NUMBERS,
        REGISTER,
        SEARCH_DESK,
        REPORTS,
        CATALOGUE,
        WORKING_CALENDAR,
        PART_DESK,
        SCAN_DESK,
        ANY_COUNTER,
        DESK,
    ],
)
