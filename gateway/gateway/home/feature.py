"""The front page."""

from gateway.home import pages
from shared.access.rights import EVERYBODY
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(pages=[pages.router], navigation=[Entry(text="Trang chủ", href="/", seen_by=EVERYBODY, order=0)])
