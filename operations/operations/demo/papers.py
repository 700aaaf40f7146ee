"""Real PDFs for the journeys: citizens' papers, and official letters in the form of NĐ 30/2020."""

from functools import lru_cache

import typst

_PAPER = """
#let get(name) = sys.inputs.at(name)
#set page(paper: "a4", margin: (left: 3cm, right: 2cm, y: 2cm))
#set text(font: "Libertinus Serif", size: 13pt, lang: "vi")
#set par(justify: true, leading: 0.8em, first-line-indent: 1cm, spacing: 1.2em)
#align(center)[#strong[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM \\ #underline[Độc lập - Tự do - Hạnh phúc]]]
#v(1cm)
#align(center, text(15pt, strong(upper(get("title")))))
#v(6mm)
#get("body")

#v(1cm)
#align(right)[#box[#align(center)[#strong[NGƯỜI NỘP HỒ SƠ] \\ _(ký, ghi rõ họ tên)_ #v(2cm) #get("name")]]]
"""

_LETTER = """
#let get(name) = sys.inputs.at(name)
#set page(paper: "a4", margin: (left: 3cm, right: 2cm, y: 2cm))
#set text(font: "Libertinus Serif", size: 13pt, lang: "vi")
#set par(justify: true, leading: 0.8em, spacing: 1.2em)
#grid(columns: (2fr, 3fr), align: center, column-gutter: 5mm,
  [ỦY BAN NHÂN DÂN \\ #upper(get("province")) \\ #strong(upper(get("agency"))) #v(2mm) #line(length: 35%, stroke: 0.5pt)],
  [#strong[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM \\ Độc lập - Tự do - Hạnh phúc]
  #v(2mm) #line(length: 55%, stroke: 0.5pt)],
)
#v(2mm)
#grid(columns: (2fr, 3fr), align: center, column-gutter: 5mm, row-gutter: 3mm,
  [Số: #box(width: 2.7cm)], emph[#get("place"), ngày#h(8mm)tháng#h(8mm)năm #box(width: 1cm)],
  text(12pt)[#get("subject")], [])
#v(6mm)
#align(center)[Kính gửi: #get("to")]
#v(4mm)
#set par(first-line-indent: (amount: 1cm, all: true))
#for paragraph in get("body").split("|") [#paragraph #parbreak()]
#v(6mm)
#grid(columns: (1fr, 1fr),
  text(11pt)[#strong(emph[Nơi nhận:]) \\ - Như trên; \\ - Lưu: VT.],
  align(center)[#strong(upper(get("title"))) #v(3cm) #strong(get("signer"))],
)
"""


def make_scan(title: str, body: str, name: str) -> bytes:
    """The same as a scanner makes it: a picture (PNG, 200 dots an inch), without a word that a program could read."""
    values = {"title": title, "body": body, "name": name}
    picture = typst.compile(_PAPER.encode(), format="png", ppi=200, sys_inputs=values)
    assert isinstance(picture, bytes), "one page"
    return picture


@lru_cache(maxsize=200)
def make_paper(title: str, body: str, name: str) -> bytes:
    """Một giấy tờ trong thành phần hồ sơ."""
    return _compile(_PAPER, {"title": title, "body": body, "name": name})


def make_letter(
    *, province: str, agency: str, place: str, subject: str, to: str, body: str, title: str, signer: str
) -> bytes:
    """Một công văn with blanks for number and day: paragraphs of `body` are parted by `|`."""
    values = {
        "place": place,
        "province": province,
        "agency": agency,
        "subject": subject,
        "to": to,
        "body": body,
        "title": title,
        "signer": signer,
    }
    return _compile(_LETTER, values)


def _compile(source: str, values: dict[str, str]) -> bytes:
    pdf = typst.compile(source.encode(), sys_inputs=values)
    assert isinstance(pdf, bytes)
    return pdf
