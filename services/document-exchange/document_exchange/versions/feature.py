"""Drafts are kept, remarked on and compared."""

from document_exchange.versions import api, pages
from shared.web.feature import Feature

FEATURE = Feature(routers=[api.router], pages=[pages.router])
