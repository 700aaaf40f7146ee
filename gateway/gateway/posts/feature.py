"""In which post an officer works."""

from gateway.posts import pages
from shared.web.feature import Feature

FEATURE = Feature(pages=[pages.router])
