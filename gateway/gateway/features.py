"""All that the gateway itself answers; the rest it passes on."""

from pathlib import Path

from gateway import health, pki
from gateway.catalogue.feature import FEATURE as CATALOGUE
from gateway.client_systems.feature import FEATURE as CLIENT_SYSTEMS
from gateway.finishing.feature import FEATURE as FINISHING
from gateway.home.feature import FEATURE as HOME
from gateway.letters.feature import FEATURE as LETTERS
from gateway.operations_desk.feature import FEATURE as OPERATIONS_DESK
from gateway.posts.feature import FEATURE as POSTS
from gateway.rights import RIGHTS
from gateway.search.feature import FEATURE as SEARCH
from gateway.sign_in.feature import FEATURE as SIGN_IN
from gateway.texts import TEXTS
from shared.web.feature import Feature, Member, places_of

STANDING = Feature(routers=[health.router, pki.router])

MEMBER = Member(
    name="gateway",
    title="Cổng Liên Thông",
    folder=Path(__file__).parent,
    texts=TEXTS,
    rights=RIGHTS,
    features=[STANDING, CLIENT_SYSTEMS, CATALOGUE, HOME, SIGN_IN, POSTS, SEARCH, LETTERS, OPERATIONS_DESK, FINISHING],
)

OWN_PLACES = frozenset({*places_of(MEMBER.routers), *places_of(MEMBER.pages), "static"})
