"""Agencies are merged, dissolved and renamed."""

from mail_directory.reorganising import api, pages
from mail_directory.reorganising.actions import REORGANISE
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(routers=[api.router], pages=[pages.router], work=Work(jobs=[REORGANISE]))
