"""Supplements that a counter asked for."""

from online_services.supplements import api, pages
from shared.web.feature import Feature

FEATURE = Feature(routers=[api.router], pages=[pages.router])
