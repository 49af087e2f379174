"""What is wrong with a template that cannot be read, in words for who wrote it."""

from __future__ import annotations

import pytest

from stressdesk.scenario.template import Template, TemplateFaultError


def fault(source: str) -> TemplateFaultError:
    with pytest.raises(TemplateFaultError) as found:
        Template(source)
    return found.value


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        ("a {{", "`{{` is not closed by `}}`", 1),
        ("a\n{{foo and\n{{b}}", "`{{foo and` is not closed by `}}`", 2),
        ("a {{foo} b", "`{{foo} b` is not closed by `}}`", 1),
        ("a {% if x", "`{% if x` is not closed by `%}`", 1),
        ("a {# hm", "`{# hm` is not closed by `#}`", 1),
        ("{{a}}\n{{first name}}", "`{{first name}}` is not a variable", 2),
        ("{{1name}}", "`{{1name}}` is not a variable", 1),
        ("a {{ }}", "`{{ }}` has no name in it", 1),
        ("{% if x %} b", "`{% if %}` is not closed by `{% endif %}`", 1),
        ("{% raw %} b", "`{% raw %}` is not closed by `{% endraw %}`", 1),
        ("{% raw %}\n{{ b", "`{% raw %}` is not closed by `{% endraw %}`", 1),
        ("{% foo %}", "`{% foo %}` is none of the tags a prompt can have", 1),
        ("a {% endif %}", "`{% endif %}` closes nothing", 1),
        ("a {% else %}", "`{% else %}` stands outside of any `{% if %}`", 1),
        ("{% for x %}{% endfor %}", "`{% for x %}` cannot be read", 1),
        ("{% if x %}a{% else %}b{% endif %} {{c d}}", "`{{c d}}` is not a variable", 1),
        ("{% for x in y %}{{x}}{% endfor %} {{c d}}", "`{{c d}}` is not a variable", 1),
        ("{% if x %}a{% elif b c %}{{d}}{% endif %}", "`{% elif b c %}` cannot be read", 1),
    ],
)
def test_a_mistake_is_told_in_the_words_of_the_prompt(source: str, message: str, line: int) -> None:
    found = fault(source)
    assert (found.message, found.line) == (message, line)


def test_a_name_of_two_words_is_told_how_to_be_written() -> None:
    assert "one word" in fault("{{first name}}").hint


@pytest.mark.parametrize("braces", ["{% raw %}{{ \n{% endraw %}\n", "{{ '{{' }}\n\n", '\n{{- "{%" -}}\n'])
def test_braces_that_are_written_as_such_are_not_taken_for_the_mistake(braces: str) -> None:
    found = fault(braces + "{{a b}}")
    assert (found.message, found.line) == ("`{{a b}}` is not a variable", 3)


def test_a_long_unclosed_tag_is_shown_by_its_beginning() -> None:
    assert len(fault("{{" + "a" * 5_000).message) < 80


def test_no_word_of_the_parser_is_left_in_what_is_said() -> None:
    odd = ("{{ a | }}", "{{a(}}", "{{$}}", "{{a]}}", "{{'x}}", "{{ {a} }}", "{% if x = 2 %}a{% endif %}", "{%")
    said = " ".join(fault(one).message for one in odd)
    assert not [word for word in ("token", "expected", "char ", "statement", "expression") if word in said]
