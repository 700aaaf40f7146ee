"""All that mail-directory is made of."""

from pathlib import Path

from mail_directory.certificates.feature import FEATURE as CERTIFICATES
from mail_directory.delegations.feature import FEATURE as DELEGATIONS
from mail_directory.notifications.feature import FEATURE as NOTIFICATIONS
from mail_directory.people.feature import FEATURE as PEOPLE
from mail_directory.posts.feature import FEATURE as POSTS
from mail_directory.reorganising.feature import FEATURE as REORGANISING
from mail_directory.rights import RIGHTS
from mail_directory.structure.feature import FEATURE as STRUCTURE
from mail_directory.texts import TEXTS
from shared.web.feature import Member

MEMBER = Member(
    name="mail-directory",
    title="Danh bạ và thư công vụ",
    folder=Path(__file__).parent,
    texts=TEXTS,
    rights=RIGHTS,
    features=[PEOPLE, POSTS, DELEGATIONS, STRUCTURE, REORGANISING, CERTIFICATES, NOTIFICATIONS],
)
