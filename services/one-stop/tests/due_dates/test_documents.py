"""The document by which a term stands still or grows is attached to the act and opened from the dossier's history."""

from typing import Any

from shared.core import clock
from testing.hostile import files as hostile

from .playing import LEADER, SPECIALIST, at, change_versions, in_work, play
from .test_pauses import EXTENDING, PAUSING

FILE = [("tep", ("45-TB-SXD.pdf", hostile.pdf(), "application/pdf"))]
CSRF = {"csrf_token": "csrf-token"}


def _typed(body: dict[str, Any]) -> dict[str, str]:
    """As the boxes of the page send it."""
    typed = {name: str(said) for name, said in body.items()}
    for name in ("document_date", "expected_on"):
        if name in typed:
            day, month, year = typed.pop(name).split("/")
            typed |= {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}
    return CSRF | typed


async def _history(office: Any, dossier: str, act: str) -> tuple[str, bytes]:
    """Name and content of the file on the history's line."""
    (line,) = await office.rows(
        "SELECT files ->> 0 AS file, files -> 0 ->> 'sha256' AS sha256 FROM hand_over WHERE action = $1", act
    )
    url = f"/mot-cua/ho-so/{dossier}"
    page = (await office.client.get(url, headers=office.headers(SPECIALIST))).text
    assert "45-TB-SXD.pdf" in page
    file = await office.client.get(f"{url}/tep/{line['sha256']}", headers=office.headers(SPECIALIST))
    return line["file"], file.content


def test_a_pause_and_an_extension_keep_their_documents(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        url, headers = f"/mot-cua/ho-so/{dossier}", office.headers(LEADER)
        with clock.stopped_at(at(4, 10)):
            paused = await office.client.post(f"{url}/tam-dung", headers=headers, data=_typed(PAUSING), files=FILE)
            assert paused.status_code == 303, paused.text
            name, content = await _history(office, dossier, "pause")
            assert "45-TB-SXD.pdf" in name
            assert content == hostile.pdf()
            assert (await office.act(dossier, "resume", LEADER)).status_code == 200
        await change_versions(office, "extension_amount = 5, extension_basis = 'Điều 1'")
        await office.rows("UPDATE dossier SET extensions_left = 1 RETURNING 1")
        with clock.stopped_at(at(5)):
            extended = await office.client.post(f"{url}/gia-han", headers=headers, data=_typed(EXTENDING), files=FILE)
            assert extended.status_code == 303, extended.text
            assert (await _history(office, dossier, "extend"))[1] == hostile.pdf()

    play(one_stop, act)


def test_a_document_that_cannot_be_opened_stops_no_clock_and_what_was_typed_stays(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        bad = [("tep", ("tb.pdf", b"%PDF-1.7 hong", "application/pdf"))]
        with clock.stopped_at(at(4, 10)):
            url = f"/mot-cua/ho-so/{dossier}/tam-dung"
            refused = await office.client.post(url, headers=office.headers(LEADER), data=_typed(PAUSING), files=bad)
        assert refused.status_code == 422
        assert "tb.pdf (13 B)" in refused.text
        assert PAUSING["reason"] in refused.text
        (row,) = await office.rows("SELECT paused_at FROM dossier")
        assert row["paused_at"] is None

    play(one_stop, act)


def test_programs_send_the_document_with_the_act(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        url, headers = f"/api/one-stop/v1/dossiers/{dossier}", office.headers(LEADER)
        with clock.stopped_at(at(4, 10)):
            paused = await office.client.post(f"{url}/pause-with-file", headers=headers, data=PAUSING, files=FILE)
            assert paused.status_code == 200, paused.text
            assert (await office.act(dossier, "resume", LEADER)).status_code == 200
        await change_versions(office, "extension_amount = 5, extension_basis = 'Điều 1'")
        await office.rows("UPDATE dossier SET extensions_left = 1 RETURNING 1")
        with clock.stopped_at(at(5)):
            body = {name: str(said) for name, said in EXTENDING.items()}
            extended = await office.client.post(f"{url}/extend-with-file", headers=headers, data=body, files=FILE)
            assert extended.status_code == 200, extended.text
        kept = await office.rows(
            "SELECT 1 FROM hand_over WHERE jsonb_array_length(files) = 1 AND action IN ('pause', 'extend')"
        )
        assert len(kept) == 2

    play(one_stop, act)


def test_a_program_proposes_a_pause_with_its_document(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier, _ = await in_work(office)
        url = f"/api/one-stop/v1/dossiers/{dossier}/propose-pause-with-file"
        with clock.stopped_at(at(4, 10)):
            bad = [("tep", ("tb.pdf", b"%PDF-1.7 hong", "application/pdf"))]
            refused = await office.client.post(url, headers=office.headers(SPECIALIST), data=PAUSING, files=bad)
            assert refused.status_code == 422, refused.text
            proposed = await office.client.post(url, headers=office.headers(SPECIALIST), data=PAUSING, files=FILE)
            assert proposed.status_code == 200, proposed.text
        (row,) = await office.rows("SELECT paused_at, pause_proposed_at FROM dossier")
        assert tuple(row) == (None, at(4, 10))
        assert len(await office.rows("SELECT 1 FROM hand_over WHERE action = 'propose-pause'")) == 1

    play(one_stop, act)
