"""Posts of a person at several agencies and units."""

from mail_directory.posts import api, pages
from shared.web.feature import Feature

FEATURE = Feature(routers=[api.router], pages=[pages.router])
