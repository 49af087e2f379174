"""The realism chart: far is drawn far, what was not judged hollow, and nothing is left out unsaid."""

import msgspec
import pytest
import summaries
from matplotlib.text import Text

from stressdesk.charts.area import Area
from stressdesk.charts.likeness import FARTHEST, figure_lines, paint_figures
from stressdesk.charts.look import LIGHT
from stressdesk.charts.words import value_words
from stressdesk.traffic.nearness import Figure

FIGURES = summaries.likeness().figures


def drawn(figures, look=LIGHT):
    area = Area.sheet(look)
    paint_figures(area.inset(10, 10), figures)
    return area.figure


def said(figure):
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def dots(figure):
    """Where the markers stand, from the top, in widths of near."""
    lines = [line for line in figure.axes[0].get_lines() if line.get_linestyle() == "None"]
    return [(float(line.get_xdata()[0]), line.get_marker(), line.get_markerfacecolor()) for line in lines]


def test_the_farthest_stands_first_and_the_unjudged_last_and_hollow():
    rows = dots(drawn(FIGURES))
    assert [marker for _, marker, _ in rows] == [">", "D", "o", "o", "o"]
    assert rows[0][0] == pytest.approx(FARTHEST, abs=0.1)
    assert rows[1][0] == pytest.approx(1.5)
    assert rows[2][0] == pytest.approx(0.24)
    assert rows[-1][2] == LIGHT.surface


def test_zones_have_names_and_figures_their_numbers():
    words = said(drawn(FIGURES))
    assert {"near", "some way off", "far"} <= set(words)
    assert "15 %, real 13.8 %" in words
    assert "70 % differ" in words
    assert "hollow or missing: 2 not judged" in words


def test_thousands_of_tokens_are_written_out():
    found = Figure(group="lengths", name="tokens of a message", unit="tokens")
    assert [value_words(found, value) for value in (1_504.0, 999.6, 12.5)] == ["1,504", "1,000", "12.5"]


def test_what_there_is_no_room_for_is_counted():
    words = said(drawn(FIGURES, LIGHT.sized(400, 90)))
    assert any(line.startswith("4 more nearer than these or not judged") for line in words)


def test_without_a_distance_there_is_nothing_to_draw():
    bare = (Figure(group="text", name="habits of writing", note="too few"),)
    assert said(drawn(bare)) == ["There is nothing to hold this traffic against."]
    assert figure_lines(bare) == 5


def test_chance_widens_what_counts_as_near():
    wide = msgspec.structs.replace(FIGURES[0], distance=0.5, target=0.25, chance=0.5)
    assert dots(drawn((wide,)))[0][0] == pytest.approx(1)
