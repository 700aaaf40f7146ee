"""Official forms and the province's own templates of them."""

from one_stop.form_desk import pages
from one_stop.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    pages=[pages.router],
    navigation=[Entry(text="Biểu mẫu một cửa", href="/mot-cua/bieu-mau", seen_by=RIGHTS[Right.MANAGE_FORMS], order=90)],
)
