"""Agencies are merged, dissolved, split and renamed."""

from mail_directory.reorganising import api, pages, splitting_pages
from mail_directory.reorganising.actions import REORGANISE
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(routers=[api.router], pages=[splitting_pages.router, pages.router], work=Work(jobs=[REORGANISE]))
