from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.targets.stream import LONGEST_EVENT_BYTES, Events, MalformedStream, chunk, chunks

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
