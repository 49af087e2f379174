"""A server that does anything at all, through LiteLLM: as on the lean path, but for what LiteLLM hides from anybody."""

import pytest
from servers.misbehaviours import MISBEHAVIOURS
from servers.surveying import Apart, Survey
from servers.wire_server import ANSWER

pytestmark = [
    pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince211"),
    # Of token counts that are none.
    pytest.mark.filterwarnings("ignore:Pydantic serializer warnings:UserWarning"),
]
UNREAD = "no stream that LiteLLM can read"
LIMIT = "target's limit"
HUNG_UP = "broke off: the server hung up"
NO_END = "without a finish reason"
NOT_HTTP = "is not HTTP: "
NO_ANSWER = "not a model's answer"

# LiteLLM drops whatever is no event of a stream, and the client below it keeps the status of a 200 to itself.
DROPPED = {
    **dict.fromkeys(("accepted", "no_content", "no_content_at_all", "no_newline"), Apart("bad_answer", UNREAD)),
    **dict.fromkeys(("html", "html_called_json", "html_called_a_stream"), Apart("bad_answer", UNREAD)),
    **dict.fromkeys(("not_streamed", "not_streamed_called_text", "not_streamed_called_a_stream"),
                    Apart("bad_answer", UNREAD)),
    **dict.fromkeys(("content_in_parts_not_streamed", "detail_with_200", "message_with_200", "answer_with_detail",
                     "message_of_another_protocol"), Apart("bad_answer", UNREAD)),
    "content_in_parts": Apart(None, text=" is Paris."),
    "content_in_many_parts": Apart("empty_answer", r"no content \(finish reason: stop\)"),
    "only_thoughts_in_parts": Apart("empty_answer", r"no content \(finish reason: stop\)"),
    "content_is_a_list_of_words": Apart("cut_stream", NO_END),
    **dict.fromkeys(("half_a_json", "other_json", "error_with_200"), Apart("bad_answer", UNREAD)),
    **dict.fromkeys(("compressed_half", "compressed_unknowably"), Apart("bad_answer", UNREAD)),
    # It unpacks all of it, unless there is no time for that.
    "compressed_bomb": Apart("bad_answer|timeout", f"{UNREAD}|{LIMIT}"),
    **dict.fromkeys(("error_by_event_name", "error_by_field_name"), Apart("cut_stream", NO_END, "The capital of")),
    "content_is_a_number": Apart("cut_stream", NO_END),
    "refused": Apart("empty_answer", r"no content \(finish reason: stop\)"),
    # The mark hides the first event from it, and nothing tells.
    "byte_order_mark": Apart(None, text=ANSWER.removeprefix("The")),
    # It takes an id alone on its line for an event.
    "comments_and_names": Apart("bad_answer", NO_ANSWER, "The"),
    # It makes 1 of `true` before anybody can look.
    "usage_is_true": Apart(None, text=ANSWER),
    "usage_of_words": Apart("bad_answer", NO_ANSWER, ANSWER),
}  # fmt: skip
# The HTTP client below LiteLLM is stricter, reads errors to their end, and words things in its way.
BELOW = {
    # It heeds no coding of the way but the pieces themselves.
    "compressed_on_the_way": Apart("bad_answer", NO_ANSWER),
    "compressed_on_the_way_unknowably": Apart(None, text=ANSWER),
    "chunk_size_garbage": Apart("bad_answer", NOT_HTTP),
    "chunk_size_huge": Apart("bad_answer", NOT_HTTP),
    "chunk_trailers": Apart("bad_answer", NOT_HTTP),
    "length_too_short": Apart("bad_answer", NOT_HTTP),
    "sends_garbage_with_it": Apart("bad_answer", NOT_HTTP),
    "other_protocol": Apart("bad_answer", "answered 101"),
    "header_of_large_size": Apart("bad_answer", "headers are longer than LiteLLM reads"),
    "error_that_breaks_off": Apart("cut_stream", HUNG_UP),
    "error_that_never_ends": Apart("timeout", LIMIT),
    "error_without_end": Apart("timeout", LIMIT),
    "error_packed_unknowably": Apart("rate_limit", "answered 429: "),
    "cut_by_reset": Apart("cut_stream", HUNG_UP, "The capital of"),
    # Whatever has no end is gathered until the time is over.
    "endless_line": Apart("timeout", LIMIT),
    "endless_event": Apart("timeout", LIMIT),
}
APART = {**DROPPED, **BELOW}


@pytest.fixture(scope="module")
def met():
    return Survey("openai/wire", MISBEHAVIOURS, APART).met()


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_misbehaviour_is_named_and_the_queries_beside_it_are_answered(met, name):
    met[name].check(MISBEHAVIOURS[name], APART.get(name))
    # Each came to a server, which may bill it.
    assert met[name].note.is_sent
