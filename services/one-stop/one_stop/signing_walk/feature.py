"""Results looked at one by one, and signed at once."""

from one_stop.signing_walk import pages
from shared.web.feature import Feature

FEATURE = Feature(pages=[pages.router])
