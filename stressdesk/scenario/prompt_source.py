"""Where the prompt's messages come from: the scenario itself, or a text, JSON or YAML file beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NoReturn, get_args

import msgspec

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.document import MAX_BYTES as MAX_YAML_BYTES
from stressdesk.scenario.document import document
from stressdesk.scenario.model import Message, Parameters, Prompt, Role
from stressdesk.scenario.reading import BYTE_ORDER_MARK, named_by, plain_text
from stressdesk.scenario.scalars import TooLargeError, resolved

MAX_BYTES = 2_000_000
"""Longest prompt file read: about half a million tokens, more than almost any model takes."""

_TAKEN = ("temperature", "top_p", "max_tokens", "max_completion_tokens", "stop", "seed")
_ONE_OF_THREE = "Write exactly one of `messages:`, `text:` and `file:` under `prompt:`."
_NOT_YET = "StressDesk tests texts so far: remove it, or describe it in words."
_YAML_CHAT = re.compile(r"^\s*(?:-\s+|-\s*\{.*)?[\"']?role[\"']?\s*:", re.MULTILINE)
_SCENARIO = re.compile(r"^stressdesk\s*:", re.MULTILINE)
_SHAPE = 'Write a list of messages, each {"role": "user", "content": "..."}, or an object with `messages`.'


class PromptSource(msgspec.Struct, frozen=True):
    """The messages as written, or one `text` whose role is still open, and the parameters a file brings along.

    `left_out` names fields of the file that are not taken over.
    """

    messages: tuple[Message, ...] = ()
    text: str | None = None
    parameters: Parameters = Parameters()
    left_out: tuple[str, ...] = ()


def source(prompt: Prompt, folder: Path) -> PromptSource:
    """The prompt's messages or text; raises ScenarioError."""
    given = [name for name in ("messages", "text", "file") if getattr(prompt, name) not in ((), None)]
    if len(given) != 1:
        message = f"{' and '.join(given)} are given together" if given else "the prompt has no text"
        raise ScenarioError([Problem(message, hint=_ONE_OF_THREE, field="prompt")])
    if prompt.file is None:
        return PromptSource(prompt.messages, prompt.text)
    try:
        return from_file(folder / prompt.file)
    except ScenarioError as error:
        raise named_by(error, "prompt.file") from error


def from_file(path: Path) -> PromptSource:
    """The messages or the text in a prompt file, told apart by what it holds; raises ScenarioError."""
    text = plain_text(path, MAX_BYTES)
    if not text.strip():
        _refuse(path, "the prompt file is empty", "Write the prompt into it.")
    ending = path.suffix.lower()
    if ending in (".yaml", ".yml"):
        if len(text.encode()) > MAX_YAML_BYTES:
            _refuse(path, "the prompt file is too long", "Keep it under 2 MB.")
        return _from_plain(document(text, str(path)).value, path)
    if ending == ".json":
        return _from_plain(_json(text, path), path)
    return _chat_in_text(text, path) or PromptSource(text=text)


def from_text(text: str) -> PromptSource:
    """The messages (JSON or YAML) or the plain text in words that come from no file; raises ScenarioError."""
    pasted = Path("pasted text")
    clean = _clean(text)
    try:
        if not clean.strip():
            _refuse(pasted, "there is no text in it", "Copy the words of a prompt first.")
        if len(clean.encode()) > MAX_BYTES:
            _refuse(pasted, "the prompt is too long", "Keep it under 2 MB.")
        return _chat_in_text(clean, pasted) or _chat_in_yaml(clean, pasted) or PromptSource(text=clean)
    except ScenarioError as error:
        for problem in error.problems:
            problem.field = ""
        raise


def _clean(text: str) -> str:
    """The text as a file could hold it: line feeds only, no zero bytes, no half characters."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").removeprefix(BYTE_ORDER_MARK)
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _chat_in_yaml(text: str, path: Path) -> PromptSource | None:
    """Chat messages written in YAML; prose that happens to look like it is left alone."""
    if not _YAML_CHAT.search(text) and not _SCENARIO.search(text):
        return None
    try:
        plain = document(text, str(path)).value
    except ScenarioError:
        return None
    if isinstance(plain, dict) and "stressdesk" in plain:
        _refuse(path, "this is a scenario, not a prompt", "Save it to a file named *.stress.yaml and open that.")
    return _from_plain(plain, path) if _is_chat(plain) else None


def _is_chat(plain: Any) -> bool:
    listed = plain.get("messages") if isinstance(plain, dict) else plain
    return isinstance(listed, list) and all(isinstance(one, dict) and "role" in one for one in listed)


def _chat_in_text(text: str, path: Path) -> PromptSource | None:
    """A text file that holds chat messages as JSON is taken for what it holds."""
    if not text.lstrip().startswith(("[", "{")) or '"role"' not in text:
        return None
    try:
        plain = strict_json(text)
    except (ValueError, RecursionError):
        return None
    return _from_plain(plain, path) if _is_chat(plain) else None


def strict_json(text: str) -> Any:
    """What a JSON text stands for, if a scenario could hold it; raises ValueError or RecursionError."""
    plain = json.loads(text, parse_constant=_number, parse_int=_number, parse_float=_number)
    # Half of a UTF-16 pair can be written in JSON but in no file.
    json.dumps(plain, ensure_ascii=False).encode()
    return plain


def _number(text: str) -> Any:
    number = resolved(text)
    if isinstance(number, str):
        raise TooLargeError
    return number


def _json(text: str, path: Path) -> Any:
    try:
        return strict_json(text)
    except json.JSONDecodeError as error:
        _refuse(path, f"this is not valid JSON ({error.msg})", "Mend it, or save the prompt as .txt.", error.lineno)
    except (ValueError, RecursionError):
        _refuse(path, "this JSON is nested too deep or holds too large a number or half a character", _SHAPE)


def _from_plain(plain: Any, path: Path) -> PromptSource:
    fields = {"messages": plain} if isinstance(plain, list) else plain
    if not isinstance(fields, dict):
        _refuse(path, "a prompt file holds messages", _SHAPE)
    if "stressdesk" in fields or "prompt" in fields:
        _refuse(path, "this is a scenario, not a prompt", "Name the file that holds the prompt's words.")
    listed = fields.get("messages")
    if not isinstance(listed, list) or not listed:
        _refuse(path, "no messages are found in this file", _SHAPE)
    for name in ("tools", "functions"):
        if fields.get(name):
            _refuse(path, f"`{name}`: tool calls are not imported yet", _NOT_YET)
    messages = tuple(_message(one, number, path) for number, one in enumerate(listed, 1))
    left_out = tuple(str(name) for name in fields if name not in (*_TAKEN, "messages"))
    return PromptSource(messages, parameters=_parameters(fields, path), left_out=left_out)


def _message(plain: Any, number: int, path: Path) -> Message:
    where = f"message {number}"
    if not isinstance(plain, dict) or "role" not in plain:
        _refuse(path, f"{where} has no role", _SHAPE)
    role = plain["role"]
    if role in ("tool", "function") or plain.get("tool_calls") or plain.get("function_call"):
        _refuse(path, f"{where}: tool calls are not imported yet", _NOT_YET)
    if role not in get_args(Role):
        _refuse(path, f"{where} has an unknown role: {str(role)[:40]}", f"The roles are {', '.join(get_args(Role))}.")
    return Message(role=role, content=_content(plain.get("content"), where, path))


def _content(content: Any, where: str, path: Path) -> str:
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        _refuse(path, f"the content of {where} is no text", _SHAPE)
    texts: list[str] = []
    for part in content:
        kind = part.get("type", "text") if isinstance(part, dict) else type(part).__name__
        text = part.get("text") if isinstance(part, dict) else part
        if kind not in ("text", "input_text", "str") or not isinstance(text, str):
            _refuse(path, f"{where} holds a part that is no text ({str(kind)[:40]}); it is not imported yet", _NOT_YET)
        texts.append(text)
    return "\n".join(texts)


def _parameters(fields: dict[str, Any], path: Path) -> Parameters:
    taken = {name: fields[name] for name in _TAKEN if fields.get(name) is not None}
    if "max_completion_tokens" in taken:
        taken["max_tokens"] = taken.pop("max_completion_tokens")
    if isinstance(taken.get("stop"), str):
        taken["stop"] = [taken["stop"]]
    try:
        return msgspec.convert(taken, Parameters)
    except msgspec.ValidationError as error:
        _refuse(path, f"a parameter does not fit ({error})", f"Mend one of {', '.join(taken)}.")


def _refuse(path: Path, message: str, hint: str, line: int | None = None) -> NoReturn:
    raise ScenarioError([Problem(message, hint=hint, file=str(path), line=line, field="prompt.file")])
