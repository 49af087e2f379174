import json
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.targets import stream
from stressdesk.targets.lenient import whole_characters
from stressdesk.targets.stream import (
    FEWEST_ALIKE,
    LONGEST_EVENT_BYTES,
    Events,
    MalformedStream,
    alike,
    chunk,
    chunks,
    only_words,
)

TEXTS = st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), min_size=1), max_size=8)


def events(raw, cuts=()):
    parser = Events()
    places = [0, *sorted(cut % (len(raw) + 1) for cut in cuts), len(raw)]
    found = [event for start, end in pairwise(places) for event in parser.feed(raw[start:end])]
    return [*found, *parser.close()]


@given(texts=TEXTS, cuts=st.lists(st.integers(min_value=0)), end=st.sampled_from(["\n", "\r\n"]))
def test_events_are_the_same_wherever_the_network_cuts_them(texts, cuts, end):
    raw = "".join(f"data: {text}{end}{end}" for text in texts).encode()
    assert events(raw, cuts) == [text.encode() for text in texts]


def test_an_event_is_there_as_soon_as_its_blank_line_is():
    parser = Events()
    assert parser.feed(b"data: one\n") == []
    assert parser.feed(b"\ndata: tw") == [b"one"]
    assert parser.feed(b"o\n\n") == [b"two"]


def test_comments_and_other_fields_are_passed_over():
    assert events(b": ping\n\nevent: message\nid: 7\nretry: 3\ndata: a\ndata:b\n\n") == [b"a\nb"]


def test_the_last_event_may_lack_its_blank_line():
    assert events(b"data: a\n\ndata: b") == [b"a", b"b"]


@pytest.mark.parametrize("raw", [b"<html>\n", b"hello\n", b'{"a": 1}\n', b"\x00\xff\n"])
def test_what_is_no_event_stream_is_refused(raw):
    with pytest.raises(MalformedStream):
        events(raw)


def test_a_line_without_end_is_refused():
    parser = Events()
    parser.feed(b"x" * LONGEST_EVENT_BYTES)
    with pytest.raises(MalformedStream):
        parser.feed(b"x")


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"1", b'{"choices": 1}', b'{"choices": [{"delta": {"content": 1}}]}', b'"\xff"', b"[" * 99_999],
)
def test_chunks_of_another_shape_are_refused(raw):
    with pytest.raises(MalformedStream):
        chunk(raw)


@pytest.mark.parametrize(
    "event",
    [
        r'{"choices": [{"delta": {"content": "\ud83d"}}], "usage": NaN}',
        r'{"choices": [{"delta": {"content": "\ud83d"}}]',
        r'{"choices": [{"delta": {"content": ["\ud83d"]}}]}',
        r'{"choices": [{"delta": {"content": [{"type": "text"}, 7]}}]}',
        r'{"choices": {"content": "\ud83d"}}',
    ],
)
def test_what_is_half_a_character_or_in_parts_must_still_be_a_chunk(event):
    with pytest.raises(MalformedStream):
        chunk(event.encode())


def test_only_what_the_fast_decoder_refuses_is_read_otherwise(monkeypatch):
    monkeypatch.setattr(stream, "understood", lambda _: pytest.fail("read twice"))
    texts = ["Zürich", "🗼", '"', "\ufffd", "東"] * 3
    whole = [msgspec.json.encode({"choices": [{"delta": {"content": text}}]}) for text in texts]
    assert [only_words(part) for part in chunks(whole)] == texts
    alike(whole)


@given(st.lists(st.text(st.characters(categories=["Cs", "L"]), max_size=3), max_size=9))
def test_halves_of_characters_are_joined_wherever_they_were_cut(texts):
    events = [json.dumps({"choices": [{"delta": {"content": text}}]}).encode() for text in texts]
    read = whole_characters("".join(only_words(part) or "" for part in chunks(events)))
    # JSON's own reading of the whole text, each half that stays alone replaced.
    whole = "".join(json.loads(json.dumps("".join(texts))))
    assert read == "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in whole)


def test_fields_nobody_knows_are_no_trouble():
    part = chunk(b'{"id": "x", "timings": {"a": 1}, "choices": [{"delta": {"content": "a", "audio": null}}]}')
    assert part.choices[0].delta.content == "a"


@given(texts=st.lists(st.integers(0, 99), max_size=5), cut=st.integers(0, 6))
def test_many_events_decoded_at_once_are_the_same_as_one_by_one(texts, cut):
    raws = [b'{"choices":[{"delta":{"content":"%d"}}]}' % number for number in texts]
    assert list(chunks(raws)) == [chunk(raw) for raw in raws]
    raws.insert(cut, b"{oops")
    found = []
    with pytest.raises(MalformedStream):
        found.extend(chunks(raws))
    assert len(found) <= len(texts)


def test_what_precedes_a_garbled_event_is_still_decoded():
    parts = chunks([b'{"model":"a"}', b"{oops", b'{"model":"b"}'])
    assert next(parts).model == "a"
    with pytest.raises(MalformedStream):
        next(parts)


def framed(*contents, name="content"):
    return [
        b'{"id":"a","choices":[{"index":0,"delta":{"%s":%s},"finish_reason":null}]}' % (name.encode(), content)
        for content in contents
    ]


WORDS = [b'" one"'] * FEWEST_ALIKE


@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=FEWEST_ALIKE, max_size=20))
def test_words_cut_out_at_once_are_those_that_are_decoded(texts):
    raws = framed(*(msgspec.json.encode(text) for text in texts))
    assert alike(raws) in ([], texts)
    # A first word such as "id" stands in other places too: then, too, all are decoded.
    is_unclear = raws[0].count(msgspec.json.encode(texts[0])) > 1
    assert alike(raws) == texts or '"' in "".join(texts) or not texts[0] or is_unclear


def test_events_after_the_last_that_is_alike_are_left():
    ends = [b'{"id":"a","choices":[]}', *framed(b'" two"')]
    assert alike([*framed(*WORDS), *ends]) == [" one"] * FEWEST_ALIKE


@pytest.mark.parametrize(
    "contents",
    [
        [rb'"a\"', *WORDS],
        [*WORDS, rb'"a\"', rb'",b"'],
        [*WORDS, rb'"a\"', rb'","'],
        [*WORDS, b'"a","role":"b"'],
        [*WORDS, b'"a"},"finish_reason":"stop","delta":{"content":"b"'],
        [*WORDS, b'"a\nb"'],
        [*WORDS, rb'"\ud83d"'],
        [*WORDS, b'"\xff"'],
        [*WORDS, rb'"\u00"'],
        [b'"\xff"', *WORDS],
        [rb'"\u006fne"', *WORDS],
    ],
)
def test_words_that_may_end_elsewhere_or_not_at_all_are_left_to_the_decoder(contents):
    assert alike(framed(*contents)) == []


def test_an_event_too_short_to_hold_words_is_not_alike():
    whole = framed(*WORDS)
    short = whole[0].replace(b'" one"', b'"')
    assert alike([*whole, short]) == [" one"] * FEWEST_ALIKE


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content", "refusal", "role"])
def test_only_words_are_cut_out(name):
    assert alike(framed(*WORDS, name=name)) == []


def test_equal_letters_in_another_place_are_not_taken_for_the_words():
    raws = [b'{"padding":"one","choices":[{"delta":{"content":"\\u006fne"}}]}'] * FEWEST_ALIKE
    assert alike(raws) == []


@given(texts=TEXTS, cuts=st.lists(st.integers(min_value=0)), end=st.sampled_from(["\n", "\r\n"]))
def test_pieces_read_together_give_the_events_of_pieces_read_one_by_one(texts, cuts, end):
    raw = "".join(f"data: {text}{end}{end}" for text in texts).encode()
    places = [0, *sorted(cut % (len(raw) + 1) for cut in cuts), len(raw)]
    parser = Events()
    assert list(parser.feed_all([raw[a:b] for a, b in pairwise(places)])) == events(raw)
    assert not parser.is_cut


def test_what_comes_before_something_malformed_is_given_out():
    found = []
    with pytest.raises(MalformedStream):
        found += Events().feed_all([b"data: a\n\n", b"data: b\n\n", b"<html>\n\n"])
    assert found == [b"a", b"b"]
