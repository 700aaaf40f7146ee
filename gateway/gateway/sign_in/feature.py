"""Signing in and out, by page and by call."""

from gateway.sign_in import api, pages
from shared.web.feature import Feature

FEATURE = Feature(routers=[api.router], pages=[pages.router])
