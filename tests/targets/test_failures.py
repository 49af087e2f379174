import json

import pytest

from stressdesk.targets.failures import Complaint, broken, complaint, failure, kind_of, retry_after_seconds

# An empty account's words, though waiting half a minute is all it takes.
GEMINI_PER_MINUTE = """[{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message":
"You exceeded your current quota, please check your plan and billing details. Please retry in 32s."}}]"""


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        # Words of providers, from their documentation and their answers.
        (429, '{"error":{"message":"Rate limit reached on tokens per min (TPM)","type":"tokens"}}', "rate_limit"),
        (429, '{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}', "quota"),
        (429, GEMINI_PER_MINUTE, "rate_limit"),
        (402, '{"error":{"message":"Insufficient Balance"}}', "quota"),
        (403, '{"error":{"message":"This API requires billing to be enabled."}}', "quota"),
        (400, '{"type":"error","error":{"message":"prompt is too long: 210 > 200"}}', "context_overflow"),
        (400, '{"error":{"message":"The input token count (9) exceeds the maximum"}}', "context_overflow"),
        (413, '{"error":{"message":"Request too large"}}', "bad_request"),
        (400, '{"error":{"code":"content_filter","message":"x"}}', "content_filter"),
        (400, '{"error":{"message":"Invalid type for messages"}}', "bad_request"),
        (422, '{"detail":[{"loc":["body"],"msg":"field required"}]}', "bad_request"),
        (401, "", "authentication"),
        (403, "Forbidden", "authentication"),
        (404, '{"error":"model llama9 not found"}', "not_found"),
        (308, "", "not_found"),
        (418, "", "bad_request"),
        (500, "context length", "server"),
        (502, "<html><title>502 Bad Gateway</title>", "overloaded"),
        (524, "", "timeout"),
        (529, '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', "overloaded"),
        (599, "", "server"),
    ],
)
def test_status_and_words_give_one_kind(status, body, kind):
    assert kind_of(status, complaint(body)) == kind


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"error":{"message":"No."}}', "No."),
        ('{"error":"No."}', "No."),
        ('{"detail":"No."}', "No."),
        ('[{"error":{"message":"No."}}]', "No."),
        ("<!doctype html><head><title>\n No. </title>", "\n No. "),
        ("No.", "No."),
        ("{half", "{half"),
        ('{"odd":1}', "{'odd': 1}"),
        ("null", ""),
        ("[" * 100_000, "[" * 100_000),
        ("\ud800", "\ud800"),
    ],
)
def test_the_words_are_found_however_they_are_wrapped(body, words):
    assert complaint(body).words == words


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "30"}, 30),
        ({"retry-after": " 2.5 "}, 2.5),
        ({"Retry-After-Ms": "250", "Retry-After": "1"}, 0.25),
        ({"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After": "Wed, 21 Oct 2015 07:29:00 GMT"}, 60),
        ({"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After": "Wed, 21 Oct 2015 07:27:00 GMT"}, 0),
        ({"Retry-After": "Wed, 21 Oct 2015 07:29:00 GMT"}, None),
        ({"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After": "Wed, 21 Oct 2015 07:29:00"}, None),
        *(({"Retry-After": odd}, None) for odd in ("", "-1", "nan", "inf", "1e999", "soon", "9" * 400)),
    ],
)
def test_the_wait_is_read_in_every_form_and_nonsense_is_none(headers, seconds):
    assert retry_after_seconds(headers) == seconds


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (None, "it redirects to another address, where no key is sent; set base_url to the new address"),
        ("https://new.example/v1/chat/completions", "; set base_url to https://new.example/v1"),
        ("https://new.example/v1/messages?beta=true", "; set base_url to https://new.example"),
        ("https://new.example/v1beta/models/tiny:streamGenerateContent?alt=sse",
         "; set base_url to https://new.example/v1beta"),
        ("https://new.example/", "; set base_url to https://new.example"),
        ("/v2/chat/completions", "it redirects to /v2/chat/completions, where no key is sent; set base_url to the new"),
        ("https://new.example/" + "v" * 900, "v\u2026, where no key is sent; set base_url to the new address"),
    ],
)  # fmt: skip
def test_a_redirect_says_what_to_do_about_it(place, says):
    assert says in failure(307, Complaint(), {} if place is None else {"location": place}).message


def test_a_stream_broken_off_for_a_reason_has_that_reasons_kind():
    assert broken(complaint('{"error":{"message":"Rate limit reached"}}'), "The").kind == "rate_limit"
    assert broken(complaint('{"error":{"message":"Oops"}}'), "The").kind == "cut_stream"
    assert broken(complaint('{"error":{"message":"Oops"}}'), "").kind == "server"
    assert broken(complaint('{"error":{"message":"Oops"}}'), "The").partial == "The"


@pytest.mark.parametrize(
    ("details", "seconds"),
    [
        ([{"@type": "a"}, {"@type": "google.rpc.RetryInfo", "retryDelay": "3.5s"}], 3.5),
        ([{"retryDelay": "soon"}], None),
        ([7, {}], None),
        ("none", None),
        (None, None),
    ],
)
def test_google_tells_in_the_body_how_long_to_wait(details, seconds):
    told = complaint(json.dumps([{"error": {"code": 429, "message": "Slow down.", "details": details}}]))
    assert failure(429, told, {}).retry_after_seconds == seconds
    assert failure(429, told, {"Retry-After": "9"}).retry_after_seconds == 9


def test_a_wrong_key_is_one_with_google_too():
    told = Complaint(code="400 INVALID_ARGUMENT", words="API key not valid. Please pass a valid API key.")
    assert kind_of(400, told) == "authentication"
