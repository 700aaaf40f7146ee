"""/thong-bao: what officers are told."""

from mail_directory.notifications.actions import contact_of
from mail_directory.notifications.queries import kinds_of, post_names
from mail_directory.rights import RIGHTS, Right
from shared.notifying.listing import notices
from shared.web.callers import require
from shared.web.notification_pages import Door, notification_pages

NOTICES = notices("mail-directory.notices", "/thong-bao")

router = notification_pages(
    Door(NOTICES.path, require(RIGHTS, Right.SEE_OWN_NOTIFICATIONS), contact_of, kinds_of, NOTICES, post_names)
)
