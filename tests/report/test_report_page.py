"""The web page: self-contained, harmless, and complete."""

# ruff: noqa: RUF001 - the dashes that reports use

import re
from html.parser import HTMLParser

import fake_runs as runs
import msgspec
import pytest
import summaries

from stressdesk.charts.look import DARK, LIGHT
from stressdesk.charts.typesetting import Type, width
from stressdesk.report.html import page
from stressdesk.report.write import write

VOID = {"meta", "br", "img", "link", "input", "hr"}
LOADS = {"src", "href", "xlink:href", "srcset", "data", "action", "formaction", "poster", "background"}


class Page(HTMLParser):
    """Every element with its attributes, and the text of the page."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words, self.open, self.unbalanced = [], [], [], []
        self.pre = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "pre":
            self.pre.append("")

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, words):
        self.words.append(words)
        if "pre" in self.open:
            self.pre[-1] += words

    @property
    def text(self):
        return " ".join(" ".join(self.words).replace("\u00a0", " ").split())


@pytest.fixture(scope="module")
def pages():
    return {name: page(make()) for name, make in summaries.EVERY.items()}


@pytest.mark.parametrize("run", summaries.EVERY)
def test_the_page_is_well_formed_and_fetches_and_runs_nothing(pages, run):
    found = Page(pages[run])
    assert not found.unbalanced
    assert not found.open
    tags = {tag for tag, _ in found.elements}
    assert not tags & {"script", "link", "iframe", "object", "embed", "img", "form", "base", "foreignobject"}
    for tag, attributes in found.elements:
        assert not any(name.startswith("on") for name in attributes), tag
        for name in LOADS & attributes.keys():
            assert attributes[name].startswith("#"), (tag, attributes)
    style = re.sub(r"url\(data:[^)]*\)|url\(#[^)]*\)", "", pages[run])
    assert "url(" not in style
    assert "@import" not in style


def test_a_policy_forbids_scripts_and_the_network(pages):
    policy = next(
        attributes["content"]
        for tag, attributes in Page(pages["full"]).elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == "'unsafe-inline'"
    assert rules["font-src"] == rules["img-src"] == "data:"
    assert "script-src" not in rules


def test_what_users_and_models_wrote_is_shown_as_plain_text(pages):
    assert "<img src=x" not in pages["hostile"]
    assert "<script" not in pages["hostile"]
    assert "</pre><script" not in pages["hostile"]
    found = Page(pages["hostile"])
    assert any("<img src=x onerror=alert(1)></pre><script>alert('x')</script> $a_{1}$" in words for words in found.pre)


def test_what_cannot_be_seen_is_written_out(pages):
    text = Page(pages["hostile"]).text
    assert "[U+202E]evil[U+202C] [U+001B][31mred[U+001B][0m [U+0000]" in text
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", pages["hostile"].replace("\n", ""))


def test_the_first_page_says_what_a_stakeholder_needs(pages):
    text = Page(pages["full"]).text
    for said in (
        "Not ready: 18.4 % of production queries fail, the goal is at most 5 %.",
        "missed Failure rate at most 5 %.",
        "met Spend per 1,000 queries at most $3.00.",
        "Failure rate in production 18.4 % 95 %: 16.1–20.9 % demo 0 of 10 measured goal missed",
        "Spend for 10,000 $21.00 95 %: $19.57–$22.86 per month $630.00 projected goal met",
        "The demo beside production",
        "a demo of 10 queries looks flawless with a chance of 13.1 % (9.6–17.3 %), projected.",
    ):
        assert said in text


def test_the_last_page_says_what_was_not_tested_and_how_numbers_came_about(pages):
    text = Page(pages["full"]).text
    assert text.index("What was not tested") < text.index("How these numbers were obtained") < text.index("This run")
    for said in (
        *summaries.NOT_TESTED,
        "measured a real model answered real requests",
        "projected computed from a sample",
        "litellm 1.106.2, sha256 9b1f0c22",
        "seed 42",
        "10,000 queries: more than the limit of 1,000 live queries",
        "Dropped Cancelled Unsure",
        summaries.facts().run,
    ):
        assert said in text


def test_every_number_of_a_mixed_table_carries_its_mark(pages):
    scales = pages["full"].split("Failures and waiting")[1].split("</table>")[0]
    cells = re.findall(r'<td class="right">\s*(\d[^<]*)(<sup class="mark" title="(\w+)")?', scales)
    assert len(cells) == 11
    assert {mark for _, _, mark in cells} == {"measured", "projected"}


def test_a_table_from_one_source_says_it_once(pages):
    kinds = pages["full"].split("Kinds of mess")[1].split("</section>")[0]
    assert kinds.index('<span class="origin">measured</span>') < kinds.index("<table>")
    assert "<sup" not in kinds


def test_a_simulated_run_never_says_measured_but_in_the_legend(pages):
    body = pages["simulated"].split('id="method"')[0].split("<body>")[1]
    said = re.sub(r'title="[^"]*"', "", body)
    said = said.replace("as measured in real traffic", "")
    # The sums and groups of this summary were made as measured ones.
    failure = said.split('id="failure_rate"')[1].split("</section>")[0]
    assert "measured" not in failure
    assert "simulated" in failure


def test_what_is_not_known_is_never_shown_as_zero(pages):
    assert "not known" in Page(pages["no_price"]).text
    assert "$0" not in Page(pages["no_price"]).text
    assert "no price is known for this model" in Page(pages["no_price"]).text


def test_the_page_is_light_and_dark_and_its_charts_with_it(pages):
    text = pages["full"]
    light, dark = text.split("prefers-color-scheme: dark")[0], text.split("prefers-color-scheme: dark")[1].split("}")[0]
    assert f"--production: {LIGHT.production}" in light
    assert f"--production: {DARK.production}" in dark
    charts = re.findall(r"<svg class=\"chart\".*?</svg>", text, re.DOTALL)
    assert len(charts) == 8
    for chart in charts:
        painted = set(re.findall(r"#[0-9a-f]{6}\b", "".join(re.findall(r'style="[^"]*"', chart))))
        assert not painted, painted
        assert "var(--tertiary)" in chart
        assert re.search(r'role="img" aria-label="[^"]+"', chart)


def test_identifiers_are_unique_on_the_page(pages):
    found = re.findall(r'\bid="([^"]+)"', pages["full"])
    assert len(found) == len(set(found))


def test_the_same_summary_gives_the_same_page(pages):
    assert page(summaries.full()) == pages["full"]


def test_a_long_answer_is_cut_with_a_note_how_much_is_missing():
    run = msgspec.structs.replace(summaries.full(), examples=(summaries.example(1, answer="a" * 50_000),))
    text = page(run)
    assert "… (46,000 more characters)" in text
    assert len(text) < 500_000


def test_the_page_is_written_as_utf8(tmp_path):
    path = tmp_path / "report.html"
    write(runs.mixed(), summaries.hostile(), "html", path)
    assert "中文" in path.read_text(encoding="utf-8")


def test_the_states_of_goals_have_room_for_their_words():
    text = page(summaries.full())
    column = re.search(r"\.goals li \{[^}]*grid-template-columns: (\d+)px", text)
    assert column is not None
    state = Type(size=12, colour="black", weight=600)
    assert max(width(word, state) for word in ("met", "missed", "undecided")) + 2 * 9 < int(column[1])


def test_a_table_without_rows_has_no_notes_about_them():
    said = " ".join(Page(page(summaries.full())).words)
    assert "No request was repeated: what users felt is what the provider did." in said
    assert "those of requests from sending" not in said
