from itertools import combinations

import matplotlib as mpl
import msgspec
import pytest
import summaries
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Rectangle, StepPatch
from matplotlib.text import Text

from stressdesk.charts.catalogue import CHARTS
from stressdesk.charts.look import DARK, LIGHT, Look
from stressdesk.charts.rows import seen_first
from stressdesk.charts.timeline import clock_times

BY_NAME = {chart.name: chart for chart in CHARTS}
SIZES = {"card": LIGHT, "narrow": LIGHT.sized(250, 240, 8), "wide": LIGHT.sized(1046, 320, 12.5)}


def texts(figure):
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


def words(figure):
    return [text.get_text() for text in texts(figure)]


def boxes(figure):
    """Every text with its box on the canvas, a pixel smaller all round: boxes that touch do not overlap."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    found = []
    for text in texts(figure):
        ground, text._bbox_patch = text.get_bbox_patch(), None
        box = text.get_window_extent(renderer)
        text._bbox_patch = ground
        found.append((text.get_text(), box.padded(-min(1.0, box.width / 3, box.height / 3))))
    return found


def bars(figure):
    return [patch for patch in figure.findobj(Rectangle) if patch.axes is not None and patch is not patch.axes.patch]


@pytest.mark.parametrize(
    ("run", "size"),
    [(run, size) for run in summaries.EVERY for size in SIZES if size != "wide" or run in {"full", "hostile"}],
)
@pytest.mark.parametrize("name", BY_NAME)
def test_no_words_overlap_or_leave_the_chart(name, run, size):
    with mpl.rc_context({"text.hinting": "no_hinting"}):
        figure = BY_NAME[name].draw(summaries.EVERY[run](), SIZES[size])
        found = boxes(figure)
    page = figure.bbox
    assert found
    for words_, box in found:
        assert page.x0 <= box.x0 < box.x1 <= page.x1, words_
        assert page.y0 <= box.y0 < box.y1 <= page.y1, words_
    for (first, one), (second, other) in combinations(found, 2):
        assert not one.overlaps(other), f"{first!r} and {second!r}"


@pytest.mark.parametrize("name", BY_NAME)
def test_a_window_too_small_for_a_chart_is_no_error(name):
    for run in (summaries.full(), summaries.hostile()):
        BY_NAME[name].draw(run, LIGHT.sized(40, 30)).draw_without_rendering()


@pytest.mark.parametrize("name", BY_NAME)
def test_a_chart_is_drawn_light_and_dark_on_its_own_ground(name):
    for look in (LIGHT, DARK):
        figure = BY_NAME[name].draw(summaries.full(), look)
        assert mpl.colors.to_hex(figure.get_facecolor()) == look.surface
        assert {mpl.colors.to_hex(text.get_color()) for text in texts(figure)} <= {
            look.text, look.secondary, look.tertiary, look.bad, look.surface,
        }  # fmt: skip


@pytest.mark.parametrize("name", BY_NAME)
def test_drawing_leaves_the_settings_of_matplotlib_alone(name):
    before = dict(mpl.rcParams)
    BY_NAME[name].draw(summaries.full(), LIGHT)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", BY_NAME)
def test_dollars_are_never_read_as_formulas(name):
    assert not any(text.get_parse_math() for text in texts(BY_NAME[name].draw(summaries.hostile(), LIGHT)))


@pytest.mark.parametrize("name", BY_NAME)
def test_a_run_without_queries_says_why_there_is_nothing_to_see(name):
    figure = BY_NAME[name].draw(summaries.nothing(), LIGHT)
    said = " ".join(words(figure))
    assert said.endswith(".")
    assert not figure.axes


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_every_ground_it_stands_on(look: Look):
    grounds = [look.surface, look.background]
    for colour in (look.text, look.secondary, look.tertiary, look.accent, look.bad, look.good, look.warn):
        assert all(contrast(colour, ground) >= 4.35 for ground in grounds)
        assert contrast(colour, look.surface) >= 4.8
    for tone in ("good", "bad", "warn", "accent"):
        assert contrast(getattr(look, tone), getattr(look, f"{tone}_tint")) >= 4.8
        assert contrast(look.text, getattr(look, f"{tone}_tint")) >= 4.8
    for bar in (look.production, look.bad):
        assert contrast(look.surface, bar) >= 4.8
        assert contrast(look.text, look.pale(bar)) >= 4.8


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["failure_rate", "mess"])
def test_where_a_bar_ends_stands_out_from_the_surface(name: str, look: Look):
    drawn = bars(BY_NAME[name].draw(summaries.full(), look))
    ends = [patch.get_edgecolor() if patch.get_linewidth() else patch.get_facecolor() for patch in drawn]
    assert drawn
    assert all(contrast(mpl.colors.to_hex(end), look.surface) >= 3 for end in ends)


def contrast(colour, ground):
    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    channels = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in mpl.colors.to_rgb(colour)
    )
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


def test_failure_bars_are_as_high_as_the_rates_they_show():
    summary = summaries.full()
    drawn = bars(BY_NAME["failure_rate"].draw(summary, LIGHT))
    thousand = [patch for patch in drawn if round(patch.get_x() + patch.get_width() / 2) == 2]
    assert [patch.get_height() for patch in thousand] == pytest.approx([0.141, 0.038, 0.005])
    assert max(patch.get_y() + patch.get_height() for patch in thousand) == pytest.approx(
        summary.production.failure.value
    )


def test_the_demo_stands_beside_production_with_its_count_and_the_goal():
    said = words(BY_NAME["failure_rate"].draw(summaries.no_price(), LIGHT))
    assert {"Demo", "Production", "0 of 10", "10 asked", "200 asked", "goal", "5 %"} <= set(said)


def test_a_production_stage_that_is_a_scale_is_drawn_once():
    assert "Production" not in words(BY_NAME["failure_rate"].draw(summaries.full(), LIGHT))


def test_measured_simulated_and_projected_are_told_apart_by_pattern_and_by_word():
    measured = BY_NAME["failure_rate"].draw(summaries.full(), LIGHT)
    fills = {mpl.colors.to_hex(patch.get_facecolor()) for patch in bars(measured)}
    assert {LIGHT.production, LIGHT.pale(LIGHT.production)} <= fills
    assert {"measured", "projected"} <= set(words(measured))
    simulated = BY_NAME["failure_rate"].draw(summaries.simulated(), LIGHT)
    assert len(simulated.findobj(LineCollection)) == len(bars(simulated))
    assert not measured.findobj(LineCollection)
    assert "simulated" in words(simulated)
    assert "measured" not in words(simulated)


def test_what_was_injected_has_a_pattern_of_its_own_within_the_failures():
    figure = BY_NAME["failure_rate"].draw(summaries.disturbed(), LIGHT)
    assert "Injected on purpose" in words(figure)
    thousand = [patch for patch in bars(figure) if round(patch.get_x() + patch.get_width() / 2) == 2]
    # Wrong answers; system failures, the target's own below the injected ones; people who gave up, likewise.
    assert [patch.get_height() for patch in thousand] == pytest.approx([0.141, 0.028, 0.07, 0.015, 0.045])
    # Injected slices alone are lined, upright: the run was measured, and slanted lines would say that it was not.
    lined = figure.findobj(LineCollection)
    assert len(lined) == 2
    assert all(start[0] == end[0] for lines in lined for start, end in lines.get_segments())
    assert "7 %" in words(figure)


def test_the_timeline_tells_injected_failures_from_the_targets_own():
    figure = BY_NAME["timeline"].draw(summaries.disturbed(), LIGHT)
    assert "Injected on purpose" in words(figure)
    assert len(figure.findobj(LineCollection)) == 2
    # The layers still reach as high as what arrived.
    tops = [max(patch.get_data().values) for patch in figure.axes[0].findobj(StepPatch)]
    assert tops[-1] == max(bucket.arrived for bucket in summaries.disturbed().timeline)


@pytest.mark.parametrize("name", ["failure_rate", "timeline"])
def test_where_nothing_was_injected_nothing_speaks_of_it(name):
    figure = BY_NAME[name].draw(summaries.full(), LIGHT)
    assert "Injected on purpose" not in words(figure)
    assert not figure.findobj(LineCollection)


def test_projected_bars_that_leave_system_failures_out_say_so():
    broken = summaries.stage("production", (200, 40, 150, 0))
    scales = (summaries.scale(200, broken, ran=True), summaries.scale(10_000, broken))
    summary = msgspec.structs.replace(summaries.full(), stages=(broken,), scales=scales)
    said = words(BY_NAME["failure_rate"].draw(summary, LIGHT))
    assert said.count("wrong answers only") == 1
    for size in SIZES.values():
        said = " ".join(words(BY_NAME["failure_rate"].draw(summary, size)))
        assert "wrong answers only" in said
    scales += tuple(summaries.scale(queries, broken) for queries in (20_000, 30_000))
    figure = BY_NAME["failure_rate"].draw(msgspec.structs.replace(summary, scales=scales), LIGHT.sized(480, 260))
    assert [words(figure).count(line) for line in ("wrong answers", "only")] == [3, 3]
    assert not any(one.overlaps(other) for (_, one), (_, other) in combinations(boxes(figure), 2))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("limit", [0.01, 0.02, 0.03, 0.05])
def test_no_number_stands_in_the_line_of_the_goal(size, limit):
    run = summaries.no_price()
    goals = tuple(msgspec.structs.replace(one, limit=limit) for one in run.conclusion.goals[:1])
    run = msgspec.structs.replace(run, conclusion=msgspec.structs.replace(run.conclusion, goals=goals))
    figure = BY_NAME["failure_rate"].draw(run, SIZES[size])
    label = next(box for said, box in boxes(figure) if said == "0 of 10")
    line = figure.axes[0].transData.transform((0, limit))[1]
    assert not label.y0 <= line <= label.y1


def test_what_is_not_known_is_written_and_not_drawn_as_zero():
    figure = BY_NAME["failure_rate"].draw(summaries.demo_only(), LIGHT)
    assert words(figure).count("not known") == 3
    assert not bars(figure)


def test_only_the_dearest_kinds_of_mess_are_drawn_and_the_rest_counted():
    rows = tuple((f"kind-{at}", 0.3 - at / 100, 0.01, 0.1) for at in range(30))
    summary = msgspec.structs.replace(summaries.full(), mess=summaries.mess_rows(rows))
    said = words(BY_NAME["mess"].draw(summary, LIGHT))
    assert [line for line in said if line.startswith("Kind ")] == [f"Kind {at}" for at in range(8)]
    assert "22 more kinds below these" in said


def test_a_cost_that_may_be_chance_is_not_set_in_bold():
    figure = BY_NAME["mess"].draw(summaries.full(), LIGHT)
    weights = {text.get_text(): text.get_fontweight() for text in texts(figure)}
    assert weights["+24.0 points"] == 600
    assert weights["+2.0 points"] == 400


def test_checks_say_how_many_answers_they_could_not_judge():
    assert "0.94 %, 4 unsure" in words(BY_NAME["checks"].draw(summaries.full(), LIGHT))


def test_spend_is_on_a_logarithmic_axis_with_sums_intervals_and_the_goal():
    figure = BY_NAME["spend"].draw(summaries.full(), LIGHT)
    assert figure.axes[0].get_yscale() == "log"
    assert {"$2.10", "$21.00", "$1.93\N{EN DASH}$2.32", "goal $3.00 per 1,000", "measured", "projected"} <= set(
        words(figure)
    )


def test_a_model_without_a_price_is_not_shown_as_free():
    said = " ".join(words(BY_NAME["spend"].draw(summaries.no_price(), LIGHT)))
    assert "No price is known for SmolLM2-135M-Instruct" in said
    assert "$0" not in said


def test_a_free_model_is_shown_as_free():
    run = summaries.full()
    free = tuple(msgspec.structs.replace(scale, spend=summaries.number(0.0)) for scale in run.scales)
    said = " ".join(words(BY_NAME["spend"].draw(msgspec.structs.replace(run, scales=free), LIGHT)))
    assert "$0 at every scale" in said


def test_latency_shows_first_token_and_whole_answer_of_every_stage():
    figure = BY_NAME["latency"].draw(summaries.simulated(), LIGHT)
    said = words(figure)
    assert len(figure.axes) == 2
    assert {"Demo, simulated", "Production, simulated", "10,000 queries, simulated"} <= set(said)
    assert [said.count(name) for name in ("p50", "p90", "p95", "p99")] == [2, 2, 2, 2]


@pytest.mark.parametrize("height", [200, 236])
def test_a_low_timeline_has_fewer_labels_and_none_lies_over_another(height):
    figure = BY_NAME["timeline"].draw(summaries.EVERY["full"](), LIGHT.sized(464, height))
    for (first, one), (second, other) in combinations(boxes(figure), 2):
        assert not one.overlaps(other), f"{first!r} and {second!r}"


@pytest.mark.parametrize("seconds", [600, 86_400, 60 * 86_400, 11_000_000_000])
def test_however_long_a_run_took_its_times_stay_apart_on_the_axis(seconds):
    points = 400
    times = clock_times(0, seconds, points / seconds)
    assert 1 < len(times) <= points / 60 + 1


def test_the_timeline_stacks_failures_up_to_what_arrived():
    summary = summaries.full()
    figure = BY_NAME["timeline"].draw(summary, LIGHT)
    tops = max(
        path.get_extents().y1 for layer in figure.axes[0].findobj(mpl.patches.StepPatch) for path in [layer.get_path()]
    )
    assert tops == max(bucket.arrived for bucket in summary.timeline)
    assert not figure.axes[0].findobj(PolyCollection)
    assert "Queries arriving per 20 s, measured" in words(figure)


def nothing_certain():
    return msgspec.structs.replace(summaries.full(), mess=summaries.mess_rows(summaries.MESS[6:9]))


def test_kinds_of_mess_that_may_be_chance_are_pale_and_said_to_be():
    def fills(run):
        return {mpl.colors.to_hex(bar.get_facecolor()) for bar in bars(BY_NAME["mess"].draw(run, LIGHT))}

    assert fills(nothing_certain()) == {LIGHT.pale(LIGHT.production)}
    assert {LIGHT.production, LIGHT.pale(LIGHT.production)} <= fills(summaries.full())
    assert BY_NAME["mess"].leads(nothing_certain())[0].endswith("; none is certain yet")
    assert BY_NAME["mess"].leads(summaries.full()) == [BY_NAME["mess"].subtitle]
    full, short = BY_NAME["checks"].leads(summaries.full())
    assert (full, short) == (BY_NAME["checks"].subtitle, "Share of judged answers each check failed")


def test_checks_are_seen_first_where_mess_tells_nothing():
    assert seen_first(summaries.full()) == "mess"
    assert seen_first(nothing_certain()) == "checks"
    assert seen_first(msgspec.structs.replace(nothing_certain(), checks=())) == "mess"
