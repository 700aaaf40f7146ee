"""Tokens of other systems."""

from gateway.client_systems import api
from shared.web.feature import Feature

FEATURE = Feature(routers=[api.router])
