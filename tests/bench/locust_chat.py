"""Locust's fast client streaming chat completions: N requests in all, the first words of each timed, then the end.

Run by live.py in Locust's own environment. It reads each line and decodes each event, as its users have to.
"""

import json
import os
import time
from itertools import count

import gevent
from locust import FastHttpUser, constant, task
from locust.exception import StopUser

REQUESTS = int(os.environ["N"])
BODY = {
    "model": "mock-model",
    "messages": [{"role": "user", "content": "Tell me a short story about a queue and a server."}],
    "max_tokens": 50,
    "stream": True,
    "stream_options": {"include_usage": True},
}
begun, done = count(1), count(1)


class ChatUser(FastHttpUser):
    host = os.environ["BASE_URL"]
    wait_time = constant(0)
    concurrency = 1

    @task
    def chat(self):
        if next(begun) > REQUESTS:
            raise StopUser
        started = time.perf_counter()
        first = self.stream()
        self.report("TTFT", first - started)
        self.report("TOTAL", time.perf_counter() - started)
        if next(done) == REQUESTS:
            gevent.spawn(self.environment.runner.quit)

    def stream(self):
        first = None
        with self.client.post(
            "/v1/chat/completions", json=BODY, name="chat", stream=True, catch_response=True
        ) as response:
            while line := bytes(response._response.readline(b"\n")):
                words = line[5:].strip() if line.startswith(b"data:") else b"[DONE]"
                choices = [] if words == b"[DONE]" else json.loads(words)["choices"]
                if first is None and choices and choices[0]["delta"].get("content"):
                    first = time.perf_counter()
            response.success()
        return first

    def report(self, name, seconds):
        self.environment.events.request.fire(
            request_type=name, name=name, response_time=seconds * 1e3, response_length=0, exception=None, context={}
        )
