"""Scans have pages of their own beside the dossier's."""

from one_stop.scan_desk import pages, phone_link_pages, phone_pages
from shared.web.feature import Feature

FEATURE = Feature(pages=[pages.router, phone_link_pages.router, phone_pages.router])
