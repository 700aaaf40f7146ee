from shared.standards.dossier_status import OFFICIAL_NAMES, DossierStatus


def test_codes_are_those_of_the_national_portal() -> None:
    assert [status.value for status in DossierStatus] == list(range(1, 11))
    assert DossierStatus(5).official_name == "Yêu cầu bổ sung giấy tờ"
    assert set(OFFICIAL_NAMES) == set(DossierStatus)
