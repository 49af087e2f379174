import msgspec
from click.testing import CliRunner

from stressdesk.cli.main import program
from stressdesk.errors import StressDeskError
from stressdesk.targets.catalogue import Found


def invoked(*arguments):
    return CliRunner().invoke(program, ["models", *arguments], standalone_mode=False)


def test_a_person_sees_names_and_prices_best_first():
    lines = invoked("gpt-4o", "mini", "--most", "3").stdout.splitlines()
    assert lines[1].split()[:4] == ["gpt-4o-mini", "openai", "$0.15", "$0.60"]
    assert lines[-1].startswith("3 of ")


def test_a_program_gets_them_as_json():
    found = msgspec.json.decode(invoked("gpt-4o", "mini", "--most", "2", "--json").stdout, type=Found)
    assert found.models[0].name == "gpt-4o-mini"
    assert found.count > len(found.models) == 2
    nothing = msgspec.json.decode(invoked("no-such-model", "--json").stdout, type=Found)
    assert (nothing.models, nothing.count) == ((), 0)


def test_a_person_who_finds_nothing_is_told_what_to_try():
    error = invoked("no-such-model").exception
    assert isinstance(error, StressDeskError)
    assert error.hint
