"""Letters and short messages, for the operator."""

from gateway.letters import pages, table_pages
from shared.web.feature import Feature

FEATURE = Feature(pages=[pages.router, table_pages.router])
