"""A form that was sent too late goes on by itself only where it saves a draft: what others are told of is an act."""

from document_exchange.desk.feature import FEATURE
from shared.web.known_forms import KnownForms, Treatment

TASK = "0199d3b0-0000-7000-8000-00000000000e"


def test_what_others_are_told_of_does_not_go_on_by_itself() -> None:
    known = KnownForms(FEATURE.forms)
    for act in ("/nhiem-vu/giao", f"/nhiem-vu/{TASK}/sua", f"/lich-cong-tac/{TASK}/sua"):
        assert known.treatment_of(act) is None, act
    for draft in ("/van-ban/di/soan-thao", f"/van-ban/di/{TASK}/sua", "/lich-cong-tac/them"):
        assert known.treatment_of(draft) is Treatment.SAVES, draft
