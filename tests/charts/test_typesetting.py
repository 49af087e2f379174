from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib._text_helpers import layout
from matplotlib.figure import Figure

from stressdesk.charts import drawable as drawing
from stressdesk.charts import typefaces, typesetting
from stressdesk.charts.area import lettering
from stressdesk.charts.drawable import RIGHT_TO_LEFT, drawable
from stressdesk.charts.plot import log_ticks, ticks
from stressdesk.charts.typesetting import Type, balanced, best, elided, fitting, width, wrapped
from stressdesk.scenario.clusters import runs_left

fewer = settings(max_examples=50)
STYLE = Type(size=10, colour="#000000")


def without_space(text):
    return "".join(text.split()).replace(RIGHT_TO_LEFT, "")


@fewer
@given(st.text(max_size=120), st.floats(20, 200))
def test_lines_fit_the_room_and_lose_no_letters(text, room):
    lines = wrapped(text, room, STYLE)
    assert all(width(line, STYLE) <= room or len(typefaces.clusters(line)) == 1 for line in lines)
    assert without_space("".join(lines)) == without_space("\n".join(map(drawable, text.split("\n"))))


@pytest.mark.parametrize("word", ["W" * 2000, "." * 2000, "a\N{RIGHT-TO-LEFT OVERRIDE}" * 1000, "مرحبا" * 400])
def test_a_word_as_long_as_a_page_is_cut_without_measuring_it_again_for_each_line(word, monkeypatch):
    measured = []
    real = typesetting._width

    def counted(words, family, weight):
        measured.append(len(words))
        return real(words, family, weight)

    monkeypatch.setattr(typesetting, "_width", counted)
    assert len(wrapped(word, 200, STYLE)) > 20
    assert sum(measured) < 30 * len(drawable(word))


@fewer
@given(st.text(max_size=120), st.floats(20, 200), st.integers(1, 4))
def test_lines_past_the_most_are_cut_with_an_ellipsis(text, room, most):
    lines = wrapped(text, room, STYLE, most)
    assert len(lines) <= most
    if len(wrapped(text, room, STYLE)) > most:
        assert lines[-1].endswith("…")


@fewer
@given(st.text(max_size=120), st.floats(15, 200))
def test_an_elided_line_fits(text, room):
    assert width(elided(text, room, STYLE), STYLE) <= room


@fewer
@given(st.text(max_size=60))
def test_whatever_is_drawn_draws_without_a_warning(text):
    figure = Figure(dpi=72)
    figure.text(0, 0, drawable(text), **lettering(STYLE, text))
    figure.draw_without_rendering()


@pytest.mark.parametrize(
    "words", ["Failure rate", "AVAVAV To", "WWWWWW", "% & ß …", "你好，订单", "नमस्ते मेरा", "مرحبا، أين طلبي", "👩‍💻 hi"]
)
@pytest.mark.parametrize("weight", [400, 500, 600])
def test_widths_are_those_the_letters_are_drawn_with(words, weight):
    style = Type(size=200, colour="#000000", weight=weight)
    drawn = Figure(dpi=72).text(0, 0, words, **lettering(style, words)).get_window_extent().width
    assert width(words, style) == pytest.approx(drawn, abs=12)


def test_figures_of_one_length_are_equally_wide():
    assert width("$1,111.11", STYLE) == pytest.approx(width("$8,480.36", STYLE), rel=0.001)


@pytest.mark.parametrize(
    "words",
    ["你好，我的订单在哪里？", "繁體中文", "カタカナ", "नमस्ते, मेरा ऑर्डर कहाँ है? क्ष\u200dत्रि", "مرحبا، أين طلبي؟", "שלום",
     "😀 🎉 👩\u200d💻 👍🏽 🇩🇪 ❤️ 1️⃣", "Ж ж Ω ₹ €"],
)  # fmt: skip
def test_scripts_users_write_in_are_drawn_as_they_are(words):
    assert drawable(words) == words


@pytest.fixture
def bare_machine(monkeypatch):
    monkeypatch.setattr(typefaces, "_on_machine", tuple)
    for known in (typefaces._family_of, drawing._lack):
        known.cache_clear()
    yield
    for known in (typefaces._family_of, drawing._lack):
        known.cache_clear()


@pytest.mark.usefixtures("bare_machine")
def test_what_no_font_draws_is_said_in_words():
    assert drawable("สวัสดี ครับ, ok") == "[Thai text, which no font here draws], ok"
    assert drawable("안녕 hello") == "[Korean text, which no font here draws] hello"
    assert drawable("a 🀀 🀁 🀂 🀃 🀅") == (
        "a [mahjong tile east wind, mahjong tile south wind, mahjong tile west wind, mahjong tile north wind, 1 more]"
    )
    assert drawable("😀\u0903 \ufffe") == "😀[U+0903] [U+FFFE]"


def test_a_font_of_the_machine_draws_what_the_bundled_ones_lack(monkeypatch):
    thai = typefaces.Typeface("Machine Thai", {400: "thai.ttf"})
    known = typefaces._coverage
    monkeypatch.setattr(typefaces, "_on_machine", lambda: (thai,))
    monkeypatch.setattr(typefaces, "_coverage", lambda file: {0xE01} if file == "thai.ttf" else known(file))
    assert typefaces._family_of.__wrapped__("\u0e01") == "Machine Thai"
    assert typefaces._family_of.__wrapped__("a") == typefaces.FAMILY


def test_words_that_turn_others_around_are_never_drawn():
    assert drawable("a\u202eb\x1bc\u200b") == "a[U+202E]b[U+001B]c[U+200B]"
    assert drawable("שלום\u200f!") == "שלום[U+200F]!"


def test_of_marks_that_turn_a_line_around_only_the_first_stays():
    assert drawable(RIGHT_TO_LEFT * 3 + "a") == f"{RIGHT_TO_LEFT}[U+200F][U+200F]a"
    assert drawable(RIGHT_TO_LEFT * 5_000).startswith(f"{RIGHT_TO_LEFT}[U+200F]")


def test_code_under_an_arabic_message_runs_from_the_left():
    lines = wrapped("iPhone لم يصل\nconst a = 1;", 300, STYLE)
    assert lines == ["iPhone لم يصل", "const a = 1;"]
    lines = wrapped("لم يصل iPhone 15 الذي طلبته (أمس) بعد\nconst a = 1;", 70, STYLE)
    assert [line.startswith(RIGHT_TO_LEFT) for line in lines] == [True] * (len(lines) - 1) + [False]
    assert len(lines) > 3


def test_arabic_is_shaped_and_runs_from_the_right():
    assert runs_left("123 مرحبا ok")
    assert not runs_left("ok مرحبا")
    words = "لا ب"
    drawn = typefaces.face(typefaces.FAMILY, 400, words)
    found = list(layout(words, drawn))
    assert found[0].char == "ب"
    # Lam and alif become one letter, which stands last from the left: first for who reads it.
    assert len(found) == 3


def test_accents_are_drawn_on_their_letters():
    assert drawable("Cafe\u0301") == "Café"


def test_long_labels_shrink_a_little_before_they_are_cut():
    words, style = fitting("failure rate", STYLE, width("failure rate", STYLE) * 0.9)
    assert words == "failure rate"
    assert style.size == pytest.approx(9, rel=0.01)
    assert fitting("failure rate", STYLE, 20)[0].endswith("…")


def test_the_longest_label_that_fits_is_taken():
    assert best(["10,000", "10k"], STYLE, 100)[0] == "10,000"
    assert best(["10,000", "10k"], STYLE, 20)[0] == "10k"
    assert best(["10,000", "10k"], STYLE, 3)[0] == ""


def test_no_word_is_left_alone_on_the_last_line():
    lines = balanced("Type its prices into the scenario, or name a model to price this traffic as.", 330, STYLE)
    assert len(lines) == 2
    assert width(lines[-1], STYLE) > 0.7 * width(lines[0], STYLE)


@fewer
@given(st.floats(1e-6, 1e9), st.integers(2, 6))
def test_ticks_are_few_even_and_reach_the_top(top, most):
    found = ticks(top, most)
    assert found[0] == 0
    assert found[-1] >= top * (1 - 1e-9)
    assert len(found) <= most + 1
    assert len({round((b - a) / found[1], 6) for a, b in pairwise(found)}) == 1


@fewer
@given(st.floats(1e-9, 1e9), st.floats(1, 1e9))
def test_logarithmic_ticks_surround_the_range(low, factor):
    found = log_ticks(low, low * factor)
    assert 1 < len(found) <= 8
    assert found == sorted(found)
    assert found[0] <= low * 3.4
    assert found[-1] >= low * factor / 3.4
