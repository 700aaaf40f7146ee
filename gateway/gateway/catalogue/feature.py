"""The catalogue of calls and events."""

from gateway.catalogue import api
from shared.web.feature import Feature

FEATURE = Feature(routers=[api.router])
