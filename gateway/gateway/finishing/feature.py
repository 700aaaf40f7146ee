"""Forms that were not sent."""

from gateway.finishing import pages, typed_pages
from shared.web.feature import Feature

FEATURE = Feature(pages=[typed_pages.router, pages.router])
