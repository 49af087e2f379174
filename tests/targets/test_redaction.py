import base64
import html
import json
import random
from urllib.parse import quote

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


HARD = "sk-pl4nted/key+with=signs_0123456789"


def escaped(key):
    draw = random.Random(1)
    return "".join(draw.choice([one, f"\\u{ord(one):04X}", f"%{ord(one):02x}", f"&#{ord(one)};"]) for one in key)


@pytest.mark.parametrize(
    "told",
    [
        HARD,
        quote(HARD, safe=""),
        quote(HARD, safe="").lower(),
        json.dumps(HARD).replace("/", "\\/"),
        "".join(f"\\u{ord(one):04x}" for one in HARD),
        html.escape(HARD).replace("+", "&#43;"),
        escaped(HARD),
        *(
            base64.b64encode(f"{before}{HARD}{after}".encode()).decode()
            for before in ("", "B", "Be")
            for after in ("", ":x")
        ),
        base64.urlsafe_b64encode(f"Bearer {HARD}".encode()).decode(),
    ],
)
def test_a_key_is_hidden_however_it_is_encoded(told):
    text = without_keys(f"You sent {told}, did you?", [HARD])
    assert HIDDEN in text
    # Of Base64, a character at each end may stay: it holds less than a byte of the key.
    assert len(text) <= len("You sent [key hidden], did you?") + len(base64.b64encode(b"Bearer   :x"))
    assert text.startswith("You sent ")
    assert text.endswith(", did you?")


def test_escapes_that_are_no_key_stay():
    text = "100 % sure: caf\\u00e9 &#43; a%20b"
    assert without_keys(text, [HARD]) == text
