import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.targets.redaction import HIDDEN, SHOWN_CHARACTERS, keys_in, shown, without_keys

KEY = "s3cret-of-nobodys-shape"


@given(st.text())
def test_what_is_shown_is_one_short_printable_line(text):
    line = shown(text)
    assert len(line) <= SHOWN_CHARACTERS
    assert "\n" not in line
    assert "\x1b" not in line


@given(st.text(), st.text())
def test_no_key_is_ever_shown(before, after):
    assert KEY not in shown(before + KEY + after, [KEY])
    assert KEY not in without_keys(before + KEY + after, [KEY])


def test_a_key_is_hidden_before_the_text_is_cut_so_that_no_half_remains():
    text = "x" * (SHOWN_CHARACTERS - 10) + KEY
    assert "s3cret" not in shown(text, [KEY])


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abcdefgh12345678",
        "Incorrect API key provided: sk-proj-abc123***xyz",
        "url?key=AIzaSyA-1234567890",
        "basic dXNlcjpwYXNzd29yZDEyMw==",
    ],
)
def test_what_looks_like_a_key_is_hidden_even_if_it_is_not_ours(text):
    assert HIDDEN in shown(text)


@pytest.mark.parametrize(
    "text", ["Missing bearer authentication in header", "basic information about task-management", "sky-high prices"]
)
def test_innocent_words_stay(text):
    assert shown(text) == text


def test_keys_are_found_by_their_variables_names_and_their_looks():
    short, long = "sk-0123456789abcdef", "0123456789abcdef0123456789abcdef"
    environment = {
        "OPENAI_API_KEY": short,
        "HF_TOKEN": long,
        "HOME": "/home/someone/with/0123456789",
        "SITE_KEY": "production-environment",
        "LOCAL_KEY": "none",
        "HF_TOKEN_PATH": "/home/someone/huggingface/token1",
    }
    assert keys_in(environment) == (long, short)
