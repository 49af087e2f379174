"""Scenario texts and strategies shared by the tests of this folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.file import load

MINIMAL = """\
stressdesk: 1
name: Triage
prompt:
  text: "Sort this: {{message}}"
demo:
  - text: I was charged twice
    expect: billing
targets:
  embedded: {kind: local}
"""

FULL = """\
# Sorts what customers write.
stressdesk: 1
name: 'Support triage'   # shown in reports

prompt:
  messages:
    - role: system
      content: |
        Sort the message of {{customer}}.
        Answer with one word.
    - {role: user, content: "{{message}}"}
  parameters: {temperature: 0, max_tokens: 8}   # short answers

variables:
  customer:
    values: [Ann, "Bob"]   # two of them

# what is shown on stage
demo:
  - text: I was charged twice
    expect: billing
  # the tricky one
  - text: "It crashes: always"
    expect: bug
  - text: >
      A folded
      text
    expect: other

checks:
  - kind: one-of
    values:
      - billing
      - bug
      - other
  - kind: equals   # with the expectation

target: simulated
targets:
  simulated:
    kind: simulated
    errors: {share: 0.1}
  hosted:
    kind: litellm
    model: openai/gpt-5-mini

load:
  window_minutes: 5
  scales: [10, 100]
  arrivals: {kind: poisson}
  retry:
    attempts: 2

goals:
  failure_rate: 0.05
seed: 7
# the end
"""


def written(folder: Path, text: str | bytes, name: str = "support.stress.yaml") -> Path:
    """The path of a file that holds `text`."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path: Path) -> list[Problem]:
    """The problems that loading ends with."""
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return list(caught.value.problems)


def refused_text(folder: Path, text: str | bytes) -> str:
    """All messages that loading this text ends with, as a person sees them, without the folder's name."""
    path = written(folder, text)
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value).replace(f"{folder}/", "")


def fields(plain: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The plain values with other fields at the top."""
    return {**plain, **changes}
