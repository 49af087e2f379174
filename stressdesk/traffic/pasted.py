"""What people paste under their words, without fences: logs, e-mail threads, tables, code, links; and who they are.

All of it is invented: names from a list, addresses under example.com, numbers from ranges set aside for fiction and
tests.
"""

from __future__ import annotations

import random

from stressdesk.traffic.correspondence import mail_day
from stressdesk.traffic.kinds import Situation, ended, ends_kept, joined

_FIRST = (
    "Dana",
    "Marcus",
    "Priya",
    "Tom",
    "Elena",
    "Kofi",
    "Sarah",
    "Jonas",
    "Mei",
    "Luis",
    "Hannah",
    "Omar",
    "Grace",
    "Ivan",
)
_LAST = (
    "Whitfield",
    "Okafor",
    "Lindqvist",
    "Moreno",
    "Patel",
    "Brandt",
    "Nguyen",
    "Kowalski",
    "Haddad",
    "Fraser",
    "Costa",
)
_STREETS = ("Mill Lane", "Station Road", "Oak Street", "Harbour View", "Birch Avenue", "Church Street")
_TOWNS = ("Dayton", "Leeds", "Fresno", "Cardiff", "Tulsa", "Galway")
_SERVICES = ("api", "web", "worker", "auth", "gateway", "sync", "billing-job")
_LOG_LINES = (
    "{stamp} INFO  [{service}] request started id={hexa} user={number}",
    "{stamp} WARN  [{service}] retrying in {small}s (attempt {small}/5)",
    "{stamp} ERROR [{service}] connection reset by peer",
    "{stamp} ERROR [{service}] java.net.SocketTimeoutException: Read timed out",
    "    at com.example.{service}.Client.call(Client.java:{number})",
    "{stamp} DEBUG [{service}] cache miss key={hexa}",
    "Uncaught TypeError: Cannot read properties of undefined (reading 'length')",
    "    at render (main.{hexa}.js:1:{number})",
    "GET https://example.com/v2/session {code} ({number} ms)",
    "{stamp} INFO  [{service}] request finished id={hexa} status={code}",
)
_CODE = (
    """def total(rows):
    result = 0
    for row in rows:
        result += row['amount']
    return result

print(total(load('{word}.csv')))""",
    """SELECT id, name, created_at
FROM {word}
WHERE status = 'open'
  AND created_at > '2024-01-01'
ORDER BY created_at DESC
LIMIT {small}0;""",
    """const res = await fetch('/api/{word}');
if (!res.ok) {{
  throw new Error(`status ${{res.status}}`);
}}
console.log(await res.json());""",
    """{{
  "name": "{word}",
  "version": "1.{small}.0",
  "retries": {small},
  "debug": false
}}""",
    """for f in *.{word}; do
  mv "$f" "${{f%.{word}}}.bak"
done""",
    """<div class="{word}">
  <a href="/start">Start</a>
  <span id="n{small}"></span>
</div>""",
)
_CODE_WORDS = ("report", "customers", "export", "summary", "events", "backup")
_THREAD_BODIES = (
    "As discussed, please have a look and let me know.",
    "I'm out of office until Monday, can you take this?",
    "Forwarding this to you, I'm not sure who is responsible.",
    "Any news on this?",
    "Thanks for the quick call. See below for the details.",
    "Just following up on my last mail.",
)
_COLUMNS = (("Date", "Ref", "Amount", "Status"), ("Name", "Qty", "Price"), ("ID", "Owner", "Last change", "Open"))
_LINKS = (
    "https://example.com/help/article/{number}",
    "https://www.example.org/r/{hexa}?utm_source=mail&utm_medium=link",
    "example.com/t/{number}",
    "https://forum.example.net/threads/{number}/page-{small}#post-{number}",
    "file:///C:/Users/Public/Downloads/scan_{number}.pdf",
)
_SIGNATURES = (
    "Sent from my iPhone",
    "Sent from my Galaxy",
    "Get Outlook for Android",
    "Sent from my mobile, excuse typos",
)


def log(text: str, rng: random.Random, situation: Situation) -> str:
    """Lines of a log file under the message."""
    stamps = sorted(rng.randint(0, 59_999) for _ in range(rng.randint(4, 14)))
    hour, minute, day = rng.randint(0, 23), rng.randint(0, 59), rng.randint(1, 28)
    lines = [
        _filled(
            rng.choice(_LOG_LINES), rng, stamp=f"2024-03-{day:02} {hour:02}:{minute:02}:{at // 1000:02}.{at % 1000:03}"
        )
        for at in stamps
    ]
    return _under(text, "\n".join(lines), situation)


def thread(text: str, rng: random.Random, situation: Situation) -> str:
    """A forwarded e-mail thread under the message: two people by turns, the newest mail first."""
    mails: list[str] = []
    days = sorted(rng.sample(range(1, 29), rng.randint(1, 3)), reverse=True)
    writer, reader = _name(rng), _name(rng)
    while reader.split()[0] == writer.split()[0]:
        reader = _name(rng)
    for depth, day in enumerate(days):
        mark = "> " * depth
        hour = f"{rng.randint(7, 19)}:{rng.randint(10, 59)}"
        lines = (
            f"On {mail_day(day)} at {hour}, {writer} <{_address(writer)}> wrote:",
            f"Hi {reader.split()[0]},",
            rng.choice(_THREAD_BODIES),
            f"Best, {writer.split()[0]}",
        )
        mails.append("\n".join(mark + line for line in lines))
        writer, reader = reader, writer
    start = rng.choice(("---------- Forwarded message ---------", "-----Original Message-----", "FW:"))
    return _under(text, "\n".join([start, *mails]), situation)


def table(text: str, rng: random.Random, situation: Situation) -> str:
    """Rows from a spreadsheet under the message, tabs and all."""
    return _under(text, "\n".join(table_lines(rng)), situation)


def table_lines(rng: random.Random, rows: int | None = None) -> list[str]:
    """A heading and rows of cells; 3 to 8 rows where no number is given."""
    columns = rng.choice(_COLUMNS)
    joint = rng.choice(("\t", "\t", ",", " | "))
    number = rng.randint(3, 8) if rows is None else rows
    return [joint.join(columns), *(joint.join(_cell(column, rng) for column in columns) for _ in range(number))]


def code(text: str, rng: random.Random, situation: Situation) -> str:
    """A piece of code or configuration under the message."""
    return _under(text, _filled(rng.choice(_CODE), rng), situation)


def link(text: str, rng: random.Random, situation: Situation) -> str:
    """An address of a page, after the message or before it."""
    if not text.strip():
        return text
    address = _filled(rng.choice(_LINKS), rng)
    if rng.random() < 0.25 or ends_kept(text, situation.kept):  # noqa: PLR2004 assumed
        return f"{address}\n{text}"
    return joined(text, address) if rng.random() < 0.5 else joined(ended(text), f"See {address}")  # noqa: PLR2004 assumed


def introduced(text: str, rng: random.Random, situation: Situation) -> str:
    """Who the user is, unasked: name, address, telephone, date of birth, card number."""
    if not text.strip():
        return text
    name = _name(rng)
    phone = f"555-01{rng.randint(10, 99)}"
    told = rng.choice(
        (
            f"My name is {name}, my email is {_address(name)}.",
            f"You can reach me at {phone}, {name}.",
            f"My date of birth is {rng.randint(1, 28)}/{rng.randint(1, 12)}/{rng.randint(1948, 2004)}, name {name}.",
            f"I live at {rng.randint(2, 180)} {rng.choice(_STREETS)}, {rng.choice(_TOWNS)}. {name}",
            f"My card is 4111 1111 1111 1111, exp {rng.randint(1, 12):02}/{rng.randint(27, 31)}, name {name}.",
            f"{name}, {_address(name)}, {phone}",
        )
    )
    if ends_kept(text, situation.kept) or rng.random() < 0.3:  # noqa: PLR2004 assumed
        return f"{ended(told)}\n{text}" if situation.kept else f"{ended(told)} {text}"
    return joined(ended(text), told)


def signature(text: str, rng: random.Random, _situation: Situation) -> str:
    """The line a telephone puts under a mail."""
    return f"{text}\n\n{rng.choice(_SIGNATURES)}" if text.strip() else text


def _under(text: str, pasted: str, situation: Situation) -> str:
    if not text.strip():
        return text
    del situation
    return f"{text}\n\n{pasted}" if "\n" in text else f"{text}\n{pasted}"


def _filled(template: str, rng: random.Random, stamp: str = "") -> str:
    return template.format(
        stamp=stamp,
        service=rng.choice(_SERVICES),
        hexa=f"{rng.getrandbits(32):08x}",
        number=rng.randint(100, 99_999),
        small=rng.randint(1, 5),
        code=rng.choice((200, 200, 404, 500, 502)),
        word=rng.choice(_CODE_WORDS),
    )


def _cell(column: str, rng: random.Random) -> str:
    match column:
        case "Date" | "Last change":
            return f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        case "Amount" | "Price":
            return f"{rng.randint(3, 900)}.{rng.randint(0, 99):02}"
        case "Name" | "Owner":
            return _name(rng)
        case "Status" | "Open":
            return rng.choice(("open", "done", "", "yes", "no", "#N/A"))
        case _:
            return str(rng.randint(1, 9_999))


def _name(rng: random.Random) -> str:
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.com"
