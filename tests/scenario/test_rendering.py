"""Rendering: values are text, never templates; and no template can take the machine down."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario.examples import written

from stressdesk.errors import ScenarioError
from stressdesk.scenario.model import Message, Parameters, Prompt
from stressdesk.scenario.rendering import Rendering
from stressdesk.scenario.template import Template, TemplateFaultError

HERE = Path("nowhere")
INJECTIONS = [
    "{{ 7*7 }}",
    "{% for x in range(10) %}x{% endfor %}",
    "{# gone #}",
    "{{ name }}",
    "{%",
    "{{",
    "}}",
    "{% raw %}",
]


def render(source: str, **values: str) -> str:
    return Template(source).render(values)


def fault(source: str, **values: str) -> TemplateFaultError:
    with pytest.raises(TemplateFaultError) as caught:
        render(source, **values)
    return caught.value


def test_a_prompt_with_the_input_variable_is_a_user_message():
    rendering = Rendering(Prompt(text="Sort: {{message}}"), HERE)
    assert rendering.messages({}, "hi") == (Message(role="user", content="Sort: hi"),)
    assert rendering.variables == {"message"}
    assert rendering.system_text == ""


def test_a_prompt_without_it_is_a_system_message_and_the_words_follow():
    rendering = Rendering(Prompt(text="You sort for {{shop}}."), HERE)
    assert rendering.messages({"shop": "us"}, "hi") == (
        Message(role="system", content="You sort for us."),
        Message(role="user", content="hi"),
    )
    assert rendering.system_text == "You sort for {{shop}}."


def test_messages_keep_their_order_and_the_words_follow_only_if_nothing_takes_them():
    few_shot = (
        Message(role="system", content="Sort."),
        Message(role="user", content="a"),
        Message(role="assistant", content="b"),
    )
    asked = Message(role="user", content="Q: {{question}}")
    rendering = Rendering(Prompt(messages=(*few_shot, asked), input="question"), HERE)
    assert rendering.messages({}, "x") == (*few_shot, Message(role="user", content="Q: x"))
    assert Rendering(Prompt(messages=few_shot), HERE).messages({}, "x")[3:] == (Message(role="user", content="x"),)


def test_an_empty_input_is_still_asked():
    assert Rendering(Prompt(text="Sort."), HERE).messages({}, "")[-1] == Message(role="user", content="")


@pytest.mark.parametrize("words", INJECTIONS)
@pytest.mark.parametrize("source", ["{{message}}", "{{ message|trim }}", "{% if message %}{{ message }}{% endif %}"])
def test_what_a_user_writes_is_never_evaluated(words, source):
    assert render(source, message=words) == words


@settings(max_examples=200)
@given(st.one_of(st.text(), st.lists(st.sampled_from([*INJECTIONS, "a", " ", "\n"])).map("".join)))
def test_any_words_arrive_as_they_are(words):
    rendered = Rendering(Prompt(text="<{{message}}>{% if message %}{{message}}{% endif %}"), HERE)
    assert rendered.messages({}, words)[0].content == f"<{words}>{words}"


PIECES = [
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "a",
        "|",
        " ",
        "if a",
        "endif",
        "for a in b",
        "endfor",
        "upper",
        "'x'",
        "raw",
    ),
    *("~", "+", "*", "(", ")", ".", "[", "]", "1", "set a =", "endraw", "is"),
]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=15).map(" ".join))
def test_any_template_renders_or_is_a_fault(source):
    try:
        assert isinstance(render(source, a="x", b="y"), str)
    except TemplateFaultError as error:
        assert error.message  # noqa: PT017 - both ends are right


@pytest.mark.parametrize(
    "source",
    [
        '{{ "a" * 1000000000 }}',
        "{{ m * 1000000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ 99999999999 * 99999999999 }}",
        '{{ "%1000000000d" % 1 }}',
        '{{ "%1000000000d"|format(1) }}',
        '{{ "{:>1000000000}".format(1) }}',
        "{{ m|center(1000000000) }}",
        "{{ m.center(1000000000) }}",
        "{{ m|indent(1000000000) }}",
        "{{ m.zfill(1000000000) }}",
        "{{ m.ljust(1000000000) }}",
        "{{ range(1000000000)|list }}",
        "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}",
        "{% for a in range(10000) %}{{ m|replace('a', 'bbbbbbbbbbbbbbbbbbbbbbbbb') }}{% endfor %}" * 20,
        "{% set x = m %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}",
        "{% set x = m %}" + "{% set x = x + x %}" * 60 + "{{ x }}",
        "{% set x = m %}" + "{% set x = x|replace('', x) %}" * 20 + "{{ x }}",
        "{% set x = m|list %}" + "{% set x = x + x %}" * 60,
        "{% set x %}{{ m }}{% endset %}",
        "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
        "{% for a in m recursive %}{{ loop(m) }}{% endfor %}",
        "{{ [m, m] }}",
        "{% if m %}" * 500 + "{% endif %}" * 500,
        "{% for a in m %}" * 25 + "{% endfor %}" * 25,
        "{{ " + "(" * 3_000 + "m" + ")" * 3_000 + " }}",
        "{{ m" + " ~ m" * 50_000 + " }}",
        "{{ m }}" * 5_000,
        "{% for i in range(10000) %}{% if m in '" + "a" * 100_000 + "' %}{% endif %}{% endfor %}",
    ],
    ids=lambda source: source[:40],
)
def test_bombs_are_refused(source):
    assert fault(source, m="abcabcabc").message


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in m %}{% for b in m %}{% endfor %}{% endfor %}",
        "{% for i in range(9999) %}{% set part = m[1:] %}{% endfor %}",
        "{% for i in range(9999) %}{% if 'y' in m %}{% endif %}{% endfor %}",
        "{% for i in range(9999) %}{% set part = m|upper %}{% endfor %}",
        "{% for i in range(9999) %}{% set part = m.upper() %}{% endfor %}",
        "{% for i in range(9999) %}{{ m }}{% endfor %}",
    ],
)
def test_work_on_long_words_is_counted(source):
    assert "does too much" in fault(source, m="x" * 20_000).message


@pytest.mark.parametrize(
    "source",
    [
        "{{ m.__class__ }}",
        "{{ m.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__ }}",
        "{{ m['__class__'] }}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self }}",
        "{{ self.__init__ }}",
        "{{ m|attr('__class__') }}",
        "{{ m.title }}",
        "{{ m.format_map(1) }}",
        "{{ m.encode() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{{ dict(a=1) }}",
        "{{ namespace() }}",
        "{{ joiner() }}",
        "{{ m|map('upper')|list }}",
        "{{ m|random }}",
        "{{ range.__init__ }}",
        "{{ loop }}",
        "{{ user.name }}",
    ],
)
def test_nothing_but_text_is_within_reach(source):
    assert fault(source, m="abc").message


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% raw %}{{ name }}{% endraw %}", "{{ name }}"),
        ("{{ m|upper }} {{ m|replace('A', 'o') }}", "ANN onn"),
        ("{% if m == 'Ann' %}yes{% else %}no{% endif %}", "yes"),
        ("{% for word in 'a b'.split() %}{{ loop.index }}{{ word }}{% endfor %}", "1a2b"),
        ("{% for n in range(3) %}{{ n }}{% endfor %}", "012"),
        ("{{ other|default('nobody') }}", "nobody"),
        ("{% if other is defined %}{{ other }}{% endif %}.", "."),
        ("{%- if m -%}  x  {%- endif %}\n", "x\n"),
        ("{{ m|tojson }} {{ m|length }} {{ m[0] }}", '"Ann" 3 A'),
        ("{{ m.split('n')|join('-') }}", "A--"),
        ("{% set x = m ~ '!' %}{{ x }}", "Ann!"),
        ("{# said #}{{ m }}", "Ann"),
        ("{{ m|indent(2) }} {{ 1 + 2 }}", "Ann 3"),
        ("{% if 'n' in m and not m is undefined %}in{% endif %}", "in"),
        ("<b>{{ m }}</b> & {{ '<' }}", "<b>Ann</b> & <"),
        ("{{ m|truncate(3) }}{{ m|title }}{{ m|first }}", "AnnAnnA"),
    ],
)
def test_what_prompts_use_works(source, text):
    assert render(source, m="Ann") == text


def test_rendering_again_has_the_whole_budget_again():
    template = Template("{% for a in range(10000) %}{% for b in 'abcde' %}{% endfor %}{% endfor %}{{ m }}")
    assert [template.render({"m": "x"}) for _ in range(20)] == ["x"] * 20


def test_a_missing_value_is_named():
    assert "`nope`" in fault("{{ m }} {{ nope }}", m="a").message
    assert "`nope`" in fault("{% if m %}{{ nope|upper }}{% endif %}", m="a").message
    with pytest.raises(ScenarioError, match=r"prompt\.text: the variable `nope` has no value"):
        Rendering(Prompt(text="{{message}} {{nope}}"), HERE).messages({}, "x")


def test_a_syntax_error_names_message_and_line():
    prompt = Prompt(messages=(Message(role="system", content="ok"), Message(role="user", content="a\n{{ b")))
    with pytest.raises(
        ScenarioError, match=r"prompt\.messages\[1\]\.content: in line 2 of the text: `\{\{ b` is not closed by"
    ):
        Rendering(prompt, HERE)


def test_a_syntax_error_in_a_file_names_its_line(tmp_path):
    path = written(tmp_path, "one\ntwo {{ a\n", "prompt.txt")
    with pytest.raises(ScenarioError, match=r"prompt\.txt:2: prompt\.file: `\{\{ a` is not closed by"):
        Rendering(Prompt(file=path.name), tmp_path)


def test_faults_in_several_messages_are_told_together():
    prompt = Prompt(messages=(Message(role="system", content="{{"), Message(role="user", content="{% x %}")))
    with pytest.raises(ScenarioError) as caught:
        Rendering(prompt, HERE)
    assert len(caught.value.problems) == 2


def test_a_prompt_file_brings_its_parameters_and_the_scenario_wins(tmp_path):
    text = (
        '{"messages": [{"role": "user", "content": "{{message}}"}], "temperature": 0.5, "max_tokens": 9, "stop": "x"}'
    )
    path = written(tmp_path, text, "prompt.json")
    rendering = Rendering(Prompt(file=path.name, parameters=Parameters(max_tokens=5)), tmp_path)
    assert rendering.parameters == Parameters(temperature=0.5, max_tokens=5, stop=("x",))


def test_names_that_can_do_without_a_value_are_told():
    template = Template("{{ a }}{{ b|default('x') }}{% if c is defined %}{{ c }}{% endif %}{% set d = 1 %}{{ d }}")
    assert (template.variables, template.optional) == ({"a", "b", "c"}, {"b", "c"})
