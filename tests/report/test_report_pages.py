"""The PDF and the picture: whole pages, nothing overlapping, nothing over the edge."""

import re
import shutil
import struct
import subprocess
import zlib
from itertools import combinations

import fake_runs as runs
import matplotlib as mpl
import msgspec
import pytest
import summaries
from matplotlib import image
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from stressdesk.report.pdf import pages
from stressdesk.report.png import one_pager
from stressdesk.report.write import write


def boxes(figure):
    renderer = FigureCanvasAgg(figure).get_renderer()
    for text in figure.findobj(Text):
        if text.get_text().strip():
            ground, text._bbox_patch = text.get_bbox_patch(), None
            box = text.get_window_extent(renderer)
            text._bbox_patch = ground
            yield text.get_text(), box.padded(-min(1.2, box.width / 3, box.height / 3))


def assert_tidy(figure):
    with mpl.rc_context({"text.hinting": "no_hinting"}):
        found = list(boxes(figure))
    page = figure.bbox
    for words, box in found:
        assert page.x0 <= box.x0 < box.x1 <= page.x1, words
        assert page.y0 <= box.y0 < box.y1 <= page.y1, words
    for (first, one), (second, other) in combinations(found, 2):
        assert not one.overlaps(other), f"{first!r} and {second!r}"


@pytest.mark.parametrize("run", ["full", "hostile", "scripts", "nothing", "no_price"])
def test_no_words_overlap_or_leave_the_page(run):
    for figure in pages(summaries.EVERY[run]()):
        assert_tidy(figure)


@pytest.mark.parametrize("run", ["full", "simulated", "hostile", "scripts", "nothing", "one_scale"])
def test_no_words_overlap_or_leave_the_picture(run):
    assert_tidy(one_pager(summaries.EVERY[run]()))


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    write(runs.mixed(), summaries.full(), "pdf", path)
    return path


def test_the_pdf_is_a4_with_true_type_fonts(pdf):
    body = pdf.read_bytes()
    assert body.startswith(b"%PDF-1.")
    assert body.rstrip().endswith(b"%%EOF")
    found = re.findall(rb"/Type /Page\b.*?/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", body, re.DOTALL)
    sizes = {(round(float(width)), round(float(height))) for width, height in found}
    assert sizes == {(595, 842)}
    assert len(found) == len(pages(summaries.full()))
    assert body.count(b"/Subtype /Type3") == 0
    assert b"Inter-Regular" in body


def test_every_page_has_its_number_and_the_run():
    figures = pages(summaries.full())
    for number, figure in enumerate(figures, 1):
        said = [text.get_text() for text in figure.findobj(Text)]
        assert f"{number} of {len(figures)}" in said
        assert any(summaries.facts().run in line and "2026-11-22" in line and "measured" in line for line in said)


def test_the_same_summary_gives_the_same_pdf(tmp_path):
    for name in ("one.pdf", "two.pdf"):
        write(runs.mixed(), summaries.nothing(), "pdf", tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
def test_the_text_of_the_pdf_can_be_read(pdf):
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    said = " ".join(done.stdout.replace("\u00a0", " ").split())
    for words in ("Not ready: 18.4 % of production queries fail", "What was not tested", "Missing detail", "$21.00"):
        assert words in said


def test_a_long_table_goes_on_under_its_head():
    figures = pages(summaries.hostile())
    heads = [sum(text.get_text() == "Kind of mess" for text in figure.findobj(Text)) for figure in figures]
    said = [text.get_text() for figure in figures for text in figure.findobj(Text)]
    assert sum(heads) >= 1
    assert sum(words.endswith(" points") for words in said) >= 30


def test_the_picture_is_1920_by_1080_and_not_blank(tmp_path):
    path = tmp_path / "report.png"
    write(runs.mixed(), summaries.full(), "png", path)
    body = path.read_bytes()
    assert struct.unpack(">II", body[16:24]) == (1920, 1080)
    assert zlib.crc32(body[12:29]) == struct.unpack(">I", body[29:33])[0]
    pixels = image.imread(path)
    assert len({tuple(pixel) for pixel in pixels[::7, ::7, :3].reshape(-1, 3).tolist()}) > 50


def test_the_picture_says_the_verdict_the_figures_and_where_they_come_from():
    said = " ".join(text.get_text() for text in one_pager(summaries.full()).findobj(Text)).replace("\u00a0", " ")
    for words in ("Not ready: 18.4 %", "$21.00", "projected: computed from a sample", "What production does to it"):
        assert words in said


def test_a_heading_stands_on_the_page_of_its_first_table():
    summary = summaries.full()
    personas = summaries.groups({f"persona {number}": (1, 9) for number in range(12)})
    for extra in range(0, 30, 6):
        kinds = tuple((f"kind-{at}", 0.1, 0.05, 0.1) for at in range(extra + 1))
        run = msgspec.structs.replace(summary, personas=personas, mess=summaries.mess_rows(kinds))
        said = [{text.get_text() for text in page.findobj(Text)} for page in pages(run)]
        (page,) = [words for words in said if "Who it fails, and when" in words]
        assert "Personas" in page
