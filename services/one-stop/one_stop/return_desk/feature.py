"""Returning at the counter."""

from one_stop.return_desk import api, pages
from shared.web.feature import Feature

FEATURE = Feature(routers=[api.router], pages=[pages.router])
"""Asked before the pages of the dossier: its address is one of theirs."""
