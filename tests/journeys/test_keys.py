"""A planted key is in no artefact of a run, wherever and however the server echoes it."""

import base64
import html
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path
from urllib.parse import quote

import pytest
from journeys.program import environment

from stressdesk.journal.reader import RunFile

KEY = "sk-planted/0123456789+abcdef=0123456789"
SCENARIO = """
stressdesk: 1
name: Keys
prompt: {{text: "Which city?", parameters: {{max_tokens: 20}}}}
demo: [{{text: "What is the capital of France?", expect: Paris}}]
checks: [{{kind: contains, value: Paris}}, {{kind: json}}, {{kind: equals}}]
target: served
targets:
  served: {{kind: litellm, model: "openai/any", base_url: "{base_url}", key_env: PLANTED_KEY}}
traffic: {{sessions: {{mean_turns: 1, single_turn_share: 1}}}}
load: {{scales: [{live}], live: {live}, window_minutes: 0.03, retry: {{attempts: 1, backoff_seconds: 0.01}}}}
goals: {{failure_rate: 0.9}}
"""


def forms(key):
    """The key as it is and as servers may write it."""
    told = [key, quote(key, safe=""), json.dumps(key)[1:-1].replace("/", "\\/"), html.escape(key, quote=True)]
    told += ["".join(f"\\u{ord(one):04x}" for one in key), "".join(f"&#{ord(one)};" for one in key)]
    told += [base64.b64encode(key.encode()).decode(), base64.b64encode(f"Bearer {key}".encode()).decode()]
    return [*told, base64.urlsafe_b64encode(f"x{key}y".encode()).decode()]


def traces(key):
    """What must not be found anywhere: each form, of Base64 the part that no neighbour changes."""
    inner = [base64.b64encode(bytes(before) + key.encode()).decode()[4:-4] for before in range(3)]
    return [one.encode() for one in (*forms(key), *inner)]


class Echo(http.server.BaseHTTPRequestHandler):
    """Says the key it was sent in another way each time."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers["Authorization"].removeprefix("Bearer ")
        self.server.keys.append(key)
        self.told = f"Paris. You sent {' and '.join(forms(key))}."
        ways = [
            self.in_words,
            self.in_pieces,
            self.in_json,
            self.in_html,
            self.in_text,
            self.cut,
            self.in_fields,
            self.in_event,
        ]
        ways[len(self.server.keys) % len(ways)]()

    def answer(self, status, kind, body, **headers):
        self.send_response(status, f"You sent {self.server.keys[-1]}" if status >= 400 else "OK")
        for name, value in {
            "Content-Type": kind,
            "Content-Length": len(body),
            "X-Request-Id": self.told,
            **headers,
        }.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def stream(self, pieces, *, ended=True, **more):
        lines = [
            {"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}], **more} for piece in pieces
        ]
        end = {"choices": [{"index": 0, "delta": {}, "finish_reason": more.get("finish", "stop")}], **more}
        usage = {"choices": [], "usage": {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20}}
        events = [json.dumps(one) for one in (*lines, *([end, usage] if ended else []))] + ["[DONE]"] * ended
        body = "".join(f"data: {event}\n\n" for event in events).encode()
        length = {} if ended else {"Content-Length": len(body) + 100}
        self.answer(200, "text/event-stream", body, **length)
        self.close_connection = not ended

    def in_words(self):
        self.stream([self.told])

    def in_pieces(self):
        self.stream(list(self.told))

    def cut(self):
        self.stream(list(self.told), ended=False)

    def in_fields(self):
        self.stream(["Paris"], model=self.told, finish=self.told, id=self.told, system_fingerprint=self.told)

    def in_event(self):
        body = f"data: {json.dumps({'error': {'message': self.told, 'code': self.told}})}\n\n"
        self.answer(200, "text/event-stream", body.encode())

    def in_json(self):
        told = {"message": self.told, "type": self.told, "code": self.told, "param": self.told}
        self.answer(400, "application/json", json.dumps({"error": told}).encode())

    def in_html(self):
        self.answer(502, "text/html", f"<html><title>{self.told}</title>{self.told}</html>".encode())

    def in_text(self):
        self.answer(429, "text/plain", self.told.encode(), **{"Retry-After": self.told})


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo) as listening:
        listening.keys = []
        listening.daemon_threads = True
        serving = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        yield listening
        listening.shutdown()
        serving.join()


def prepare(home, server, *, live=24):
    base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    (home / "keys.stress.yaml").write_text(SCENARIO.format(base_url=base_url, live=live))


def opened(path):
    """A file's bytes, and those inside what is compressed in it."""
    raw = path.read_bytes()
    parts = [raw]
    if path.suffix == ".pdf":
        parts += [unpacked(found[1]) for found in re.finditer(rb"stream\r?\n(.*?)endstream", raw, re.DOTALL)]
        parts.append(words(path))
    if path.suffix == ".png":
        texts = re.findall(rb"(?:zTXt|iTXt)(.{1,80}?\0.{1,4})(x.*?)IEND", raw, re.DOTALL)
        parts += [unpacked(packed) for _, packed in texts]
    if path.suffix == ".html":
        parts.append(html.unescape(raw.decode()).encode())
    return b"\n".join(parts)


def words(pdf):
    """What stands on the pages, without spaces and line ends; a PDF has numbers of its own for characters."""
    if shutil.which("pdftotext") is None:
        return b""
    found = b"".join(subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True).stdout.split())
    assert b"key" in found
    return found


def unpacked(packed):
    try:
        return zlib.decompressobj().decompress(packed)
    except zlib.error:
        return b""


def check(name, raw):
    for trace in traces(KEY):
        assert trace not in raw, (name, trace, raw[max(0, raw.find(trace) - 80) : raw.find(trace) + 80])


def command_lines(process):
    """The argument lists of a process and all it has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(folder.joinpath("stat").read_text().rpartition(")")[2].split()[1])
            if process.pid in {int(folder.name), parent}:
                found.append(folder.joinpath("cmdline").read_bytes())
        except OSError:
            continue
    return found


def test_a_key_is_in_no_artefact_of_a_run_however_the_server_echoes_it(tmp_path, server):
    prepare(tmp_path, server)
    formats = [word for name in ("html", "pdf", "png", "csv", "json", "junit") for word in ("--report", name)]
    command = [sys.executable, "-m", "stressdesk", "run", "keys.stress.yaml", "--yes", *formats]
    # With the log of every library switched on, and every warning.
    variables = {"PLANTED_KEY": KEY, "LITELLM_LOG": "DEBUG", "PYTHONASYNCIODEBUG": "1", "PYTHONWARNINGS": "always"}
    out, err = tmp_path / "out.txt", tmp_path / "err.txt"
    with out.open("wb") as to_out, err.open("wb") as to_err:
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment(tmp_path, **variables), stdout=to_out, stderr=to_err
        )
        looks = 0
        while process.poll() is None:
            for line in command_lines(process):
                check("argument list", line)
            # While the run goes on, what is not yet in its file stands in the log beside it.
            for path in (tmp_path / "runs").glob("*.stressrun*"):
                try:
                    check(path, path.read_bytes())
                except FileNotFoundError:
                    continue
                looks += path.name.endswith("-wal")
            time.sleep(0.02)
    assert process.returncode in {0, 1}, err.read_text()
    assert looks > 3
    assert set(server.keys) == {KEY}
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    suffixes = {path.suffix for path in written}
    assert {".stressrun", ".html", ".pdf", ".png", ".csv", ".json", ".xml", ".yaml", ".txt"} <= suffixes
    for path in written:
        check(path, opened(path))
    with RunFile(tmp_path / "runs" / "keys-001.stressrun") as run_file:
        records = list(run_file.records())
    # What came is kept, without the key: this test does not pass because nothing was kept.
    kept = " ".join(f"{record.answer} {record.reason} {record.model} {record.finish_reason}" for record in records)
    assert kept.count("[key hidden]") > 20
    assert {record.kind for record in records} > {None, "cut_stream"}
