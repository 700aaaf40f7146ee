"""Work shared out among specialists."""

from one_stop.balancing import pages
from shared.web.feature import Feature

FEATURE = Feature(pages=[pages.router])
