"""One box for all that a person may see."""

from gateway.search import pages
from shared.web.feature import Feature

FEATURE = Feature(pages=[pages.router])
