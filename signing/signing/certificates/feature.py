"""Certificates: issued, renewed and ended as ordered."""

from shared.web.feature import Feature
from signing.certificates import api

FEATURE = Feature(routers=[api.router])
