"""Sổ và số của bộ phận một cửa."""

from one_stop.dossiers.books import BOOKS
from one_stop.number_desk import pages
from one_stop.rights import RIGHTS, Right
from shared.contracts.one_stop import CounterNotified
from shared.messaging.worker import Work
from shared.notifying.left_open import telling_clerks
from shared.web.feature import Feature
from shared.web.navigation import Entry
from shared.work.number_year import closing

FEATURE = Feature(
    routers=[pages.calls],
    pages=[pages.pages],
    work=Work(jobs=[closing(BOOKS, telling_clerks(CounterNotified, "/mot-cua/so-va-so"))]),
    navigation=[
        Entry(text=pages.TITLE, href="/mot-cua/so-va-so", seen_by=RIGHTS[Right.SEE_NUMBERS], order=64),
    ],
)
