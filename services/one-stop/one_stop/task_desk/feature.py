"""The list of tasks that officers give each other on dossiers; their buttons stand on the dossier's page (`desk`)."""

from one_stop.rights import RIGHTS, Right
from one_stop.task_desk import api, pages
from one_stop.task_desk.listing import TASKS
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[Entry(text=TASKS.title, href=TASKS.path, seen_by=RIGHTS[Right.SEE_DOSSIERS], order=26)],
)
