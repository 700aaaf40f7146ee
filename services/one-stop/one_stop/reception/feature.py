"""Receiving at the counter."""

from one_stop.reception import pages
from shared.web.feature import Feature

FEATURE = Feature(pages=[pages.router])
