"""Variables: one value each for a session, from the generator alone, and whole rows of a table."""

from __future__ import annotations

import random
import sys

import msgspec
import pytest
from scenario.examples import MINIMAL, written

from stressdesk.errors import ScenarioError
from stressdesk.scenario.file import parse
from stressdesk.scenario.model import Variable
from stressdesk.scenario.seeds import rng
from stressdesk.scenario.variables import Variables, rows


def of(folder, **variables):
    return Variables(msgspec.structs.replace(parse(MINIMAL, folder), variables=variables), folder)


def message(folder, **variables):
    with pytest.raises(ScenarioError) as caught:
        of(folder, **variables)
    return str(caught.value).replace(f"{folder}/", "")


def test_texts_files_and_lists(tmp_path):
    written(tmp_path, "one\r\ntwo\n", "document.md")
    variables = of(
        tmp_path,
        a=Variable(text="fixed"),
        b=Variable(file="document.md"),
        c=Variable(values=("x", "y")),
        d=Variable(text=""),
    )
    drawn = [variables.draw(rng(1, number)) for number in range(50)]
    assert {one["a"] for one in drawn} == {"fixed"}
    assert {one["b"] for one in drawn} == {"one\ntwo\n"}
    assert {one["c"] for one in drawn} == {"x", "y"}
    assert {one["d"] for one in drawn} == {""}


def test_columns_of_one_table_come_from_one_row(tmp_path):
    written(tmp_path, '\ufeffname,city\nAnn,Bonn\n"Bob, Jr",Oslo\n\nEve,Rome\n', "people.csv")
    variables = of(
        tmp_path,
        city=Variable(csv="people.csv", column="city"),
        x=Variable(values=("1", "2")),
        name=Variable(csv="people.csv", column="name"),
    )
    drawn = [variables.draw(rng(7, number)) for number in range(60)]
    assert {(one["name"], one["city"]) for one in drawn} == {("Ann", "Bonn"), ("Bob, Jr", "Oslo"), ("Eve", "Rome")}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_are_separated_by_what_their_first_line_uses(separator, tmp_path):
    text = f"a{separator}b\n1{separator}2\n"
    assert rows(text, tmp_path) == [{"a": "1", "b": "2"}]


def test_invented_values_depend_on_the_generator_alone(tmp_path):
    one = of(
        tmp_path, name=Variable(faker="name"), day=Variable(faker="date"), city=Variable(faker="city", locale="de_DE")
    )
    other = of(
        tmp_path, name=Variable(faker="name"), day=Variable(faker="date"), city=Variable(faker="city", locale="de_DE")
    )
    forwards = [one.draw(rng(3, number)) for number in range(5)]
    backwards = [other.draw(rng(3, number)) for number in reversed(range(5))]
    assert forwards == backwards[::-1]
    assert len({drawn["name"] for drawn in forwards}) > 1
    assert max(one.draw(rng(4, number))["day"] for number in range(300)) < "2026-01-02"


def test_other_randomness_is_left_alone(tmp_path):
    state = random.getstate()
    of(tmp_path, name=Variable(faker="name")).draw(rng(1))
    assert random.getstate() == state


@pytest.mark.parametrize(
    "provider",
    [
        "nosuch",
        "seed_instance",
        "seed",
        "add_provider",
        "format",
        "parse",
        "get_providers",
        "__class__",
        "_factories",
        "random",
        "items",
        "unique",
        "optional",
        "generator",
        "factories",
        "locales",
        "binary",
        "zip",
        "tar",
        "image",
        "profile",
        "pydict",
        "json_bytes",
        "name; import os",
        "name()",
        "",
        "Name",
        "date_time_this_year",
        "date_of_birth",
        "credit_card_expire",
        "unix_device.__class__",
        "pystruct",
        "enum",
        "random_elements",
        "date_between",
    ],
)
def test_only_texts_that_are_the_same_every_day_can_be_invented(provider, tmp_path):
    found = message(tmp_path, x=Variable(faker=provider))
    assert "variables.x" in found
    assert "Faker has no texts called" in found or "no source of values" in found


@pytest.mark.parametrize(
    "provider",
    [
        "name",
        "first_name",
        "email",
        "phone_number",
        "city",
        "company",
        "street_address",
        "word",
        "bothify",
        "date",
        "job",
        "url",
        "postcode",
        "country",
        "last_name",
        "uuid4",
        "iban",
        "sentence",
        "random_int",
    ],
)
def test_usual_providers_work_and_repeat(provider, tmp_path):
    variables = of(tmp_path, x=Variable(faker=provider))
    assert variables.draw(rng(1))["x"] == variables.draw(rng(1))["x"] != ""


@pytest.mark.parametrize("locale", ["xx_XX", "../../x", "en_US.__class__", "en-US; x", ""])
def test_an_unknown_locale_is_a_message(locale, tmp_path):
    assert "there is no locale" in message(tmp_path, x=Variable(faker="name", locale=locale))


@pytest.mark.parametrize(
    ("variable", "text", "words"),
    [
        (Variable(), "", "has no source of values"),
        (Variable(text="a", values=("b",)), "", "has text and values together"),
        (Variable(csv="t.csv"), "a,b\n1,2\n", "`column:` is missing"),
        (Variable(csv="t.csv", column="c"), "a,b\n1,2\n", "there is no column c\n  The columns of t.csv are a, b."),
        (
            Variable(csv="t.csv", column="a"),
            "a,b\n1,2,3\n",
            "t.csv:2: variables.x.csv: 3 values stand here for 2 columns",
        ),
        (Variable(csv="t.csv", column="a"), "a,a\n1,2\n", "the first line must name the columns"),
        (Variable(csv="t.csv", column="a"), "a,b\n", "the table has no rows"),
        (Variable(csv="t.csv", column="a"), "", "the first line must name the columns"),
        (Variable(csv="t.csv", column="a"), 'a,b\n"1,2\n', "this is not a CSV table"),
        (Variable(csv="t.csv", column="a"), "a\n" + "x" * 200_000, "this is not a CSV table"),
        (Variable(csv="nowhere.csv", column="a"), "", "nowhere.csv: variables.x.csv: there is no such file"),
        (Variable(file="nowhere.md"), "", "nowhere.md: variables.x.file: there is no such file"),
        (Variable(file="."), "", "this is a folder"),
        (Variable(file="a\0b"), "", "this is not a file's name"),
        (Variable(file="x" * 5000), "", "too long for a file"),
    ],
)
def test_what_is_wrong_with_a_source_is_told(variable, text, words, tmp_path):
    written(tmp_path, text, "t.csv")
    assert words in message(tmp_path, x=variable)


def test_all_wrong_sources_are_told_together(tmp_path):
    found = message(tmp_path, x=Variable(), y=Variable(file="nowhere"))
    assert "variables.x" in found
    assert "variables.y" in found


def test_a_table_that_is_too_long_is_refused(tmp_path):
    written(tmp_path, b"a\n" + b"1\n" * 5_000_001, "t.csv")
    assert "at most 10 MB" in message(tmp_path, x=Variable(csv="t.csv", column="a"))


def test_the_csv_of_windows_is_read(tmp_path):
    written(tmp_path, b"\xef\xbb\xbfa;b\r\n1;2\r\n", "t.csv")
    assert of(tmp_path, x=Variable(csv="t.csv", column="b")).draw(rng(1)) == {"x": "2"}


@pytest.mark.skipif(sys.platform == "win32", reason="absolute paths differ")
def test_an_absolute_path_may_be_given(tmp_path):
    path = written(tmp_path, "here", "x.txt")
    assert of(tmp_path / "elsewhere", x=Variable(file=str(path))).draw(rng(1)) == {"x": "here"}
