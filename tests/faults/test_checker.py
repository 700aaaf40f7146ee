"""A checker that misses a planted fault is no evidence."""

from tests.faults.checker import compare


def test_a_lost_one_is_found() -> None:
    assert compare(["a", "b"], ["a"]).lost == ["b"]


def test_a_doubled_one_is_found() -> None:
    assert compare(["a"], ["a", "a"]).doubled == ["a"]


def test_a_phantom_is_found() -> None:
    assert compare(["a"], ["a", "x"]).phantom == ["x"]


def test_nothing_is_found_where_all_is_well() -> None:
    assert compare(["a", "b"], ["b", "a"]).clean
