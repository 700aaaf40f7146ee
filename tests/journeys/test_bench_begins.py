"""`bench` asks things of a province before it measures: that they can be had is tried here, for nobody runs it every day."""

from operations.bench.desk import receive_one, two_officers
from operations.private_province import PrivateProvince


def test_a_dossier_is_received_where_the_bench_will_work(province: PrivateProvince) -> None:
    full, empty = two_officers(province)
    with province.client(full) as client:
        received = client.get(f"/api/one-stop/v1/dossiers/{receive_one(province, full)}").raise_for_status().json()
    with province.client(empty) as client:
        assert client.get(f"/api/one-stop/v1/dossiers/{received['id']}").status_code in (403, 404)
    assert received["agency_code"]
