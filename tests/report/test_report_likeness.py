"""The report says how near its traffic is to real traffic: in a line, and figure by figure with sources."""

import msgspec
import summaries
from matplotlib.text import Text

from stressdesk.cli.outcome import outcome
from stressdesk.report.compose import contents
from stressdesk.report.html import page
from stressdesk.report.likeness import likeness
from stressdesk.report.png import one_pager


def section(summary):
    return next((one for one in contents(summary).sections if one.name == "likeness"), None)


def drawn(summary):
    return {text.get_text() for text in one_pager(summary).findobj(Text)}


def test_the_section_counts_how_many_figures_are_near():
    said = section(summaries.full())
    assert said.title == "This traffic's distance to real traffic"
    assert said.lead.startswith("Of 6 figures, 2 near, 1 some way off, 1 far, 2 not judged, in")


def test_the_picture_and_the_terminal_say_it_in_one_line_where_it_was_computed():
    words = "Distance to real traffic: of 6 figures, 2 near, 1 some way off, 1 far, 2 not judged"
    assert words in drawn(summaries.full())
    assert words in outcome(summaries.full())
    assert not any("real traffic" in text for text in drawn(summaries.nothing()))
    assert "real traffic" not in outcome(summaries.nothing())


def test_every_figure_stands_beside_the_published_one_in_its_own_unit():
    rows = {row[1].text: [cell.text for cell in row[2:]] for row in likeness(summaries.full()).rows}
    assert rows["Variation of gaps"] == ["1.1", "1.07", "factor 1.03", "near"]
    assert rows["i for I"] == ["15\N{NO-BREAK SPACE}%", "13.8\N{NO-BREAK SPACE}%", "1.2 points", "near"]
    assert rows["Seconds between turns"] == ["12 s", "41 s", "70\N{NO-BREAK SPACE}% differ", "far"]
    assert rows["Messages with a typo"][-1] == "no: severity x3: stress, not reality"
    assert rows["Peak over mean"][1:] == ["\N{EN DASH}", "\N{EN DASH}", "no: no published figure"]


def test_every_source_is_named_with_what_came_from_it():
    (note,) = likeness(summaries.full()).notes
    assert "arrivals from Azure 2023 conversation trace" in note
    assert "writing and typos from LMArena" in note
    assert "830 English messages" in note


def test_without_production_traffic_there_is_no_section_and_an_empty_table_says_why():
    assert section(summaries.nothing()) is None
    assert likeness(summaries.nothing()).empty == "No production traffic was asked."
    assert "distance to real traffic" not in page(summaries.nothing())


def test_where_nothing_can_be_judged_the_section_says_so():
    found = summaries.likeness()
    unknown = tuple(msgspec.structs.replace(figure, nearness="not judged") for figure in found.figures)
    bare = msgspec.structs.replace(summaries.full(), likeness=msgspec.structs.replace(found, figures=unknown))
    assert section(bare).lead.startswith("None of 6 figures can be judged")


def test_the_page_shows_the_table():
    shown = page(summaries.full())
    assert "distance to real traffic" in shown
    assert "Fano" not in shown
    assert "Turns of conversations" in shown
