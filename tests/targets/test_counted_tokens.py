"""Counting what a server does not count takes the loop's time, so that what is long is counted once."""

from servers.asking import request

from stressdesk.scenario.model import Message
from stressdesk.targets import counted_tokens
from stressdesk.targets.answer import Answer
from stressdesk.targets.counted_tokens import estimated_usage

PROMPT = "Answer in one word which desk it is for: billing or shipping. " * 3_000


class Counting:
    """The encoding, and how many characters it was given."""

    def __init__(self, encoding):
        self._encoding = encoding
        self.characters = 0

    def encode_ordinary(self, text):
        self.characters += len(text)
        return self._encoding.encode_ordinary(text)


def asked(text):
    return (Message(role="system", content=PROMPT), Message(role="user", content=text))


def test_a_long_prompt_is_counted_once_and_every_answer_alone(monkeypatch):
    counting = Counting(counted_tokens._encoding())
    monkeypatch.setattr(counted_tokens, "_encoding", lambda: counting)
    counted_tokens._kept.cache_clear()
    first = estimated_usage(asked("I was charged twice."), "billing")
    before = counting.characters
    assert before > len(PROMPT)
    second = estimated_usage(asked("I was charged three times."), "billing, I think")
    assert counting.characters - before == len("I was charged three times.") + len("billing, I think")
    assert (second.input - first.input, second.output - first.output) == (1, 3)


def test_what_wraps_the_messages_is_counted_as_openai_does():
    # The example of platform.openai.com/docs/api-reference/chat/create, for which its answer tells 19 prompt tokens.
    said = (("system", "You are a helpful assistant."), ("user", "Hello!"))
    messages = [Message(role=role, content=content) for role, content in said]
    assert estimated_usage(messages, "").input == 19


def test_what_stands_in_a_long_prompt_for_one_query_alone_is_counted_alone(monkeypatch):
    counting = Counting(counted_tokens._encoding())
    monkeypatch.setattr(counted_tokens, "_encoding", lambda: counting)
    estimated_usage((Message(role="user", content=PROMPT + "I was charged twice."),), "billing")
    before = counting.characters
    estimated_usage((Message(role="user", content=PROMPT + "Where is my parcel?"),), "shipping")
    assert counting.characters - before < 30_000


def test_what_is_kept_is_bounded():
    kept = counted_tokens._kept.cache_info().maxsize
    assert kept * counted_tokens._PIECE_CHARACTERS <= 20_000_000


def test_reasoning_no_server_counts_is_part_of_the_estimate():
    answer = Answer("thinker")
    answer.reason("word " * 90)
    answer.add("Hello there.", 1.0)
    usage = answer.reply(request("Hi")).usage
    assert (usage.reasoning, usage.source) == (100, "estimated")
    assert usage.output == 100 + counted_tokens.counted_tokens("Hello there.")
