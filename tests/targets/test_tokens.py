# ruff: noqa: RUF001 - other scripts are the point
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.resources import encodings
from stressdesk.scenario.model import Message
from stressdesk.targets.tokens import estimated_input_tokens, estimated_tokens, upper_bound_tokens

# The first article of the Universal Declaration of Human Rights, and what else stands in prompts.
TEXTS = {
    "en": "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience "
    "and should act towards one another in a spirit of brotherhood.",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt "
    "und sollen einander im Geiste der Brüderlichkeit begegnen.",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de "
    "conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y "
    "conciencia, deben comportarse fraternalmente los unos con los otros.",
    "ru": "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и "
    "должны поступать в отношении друг друга в духе братства.",
    "ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا "
    "وعليهم أن يعامل بعضهم بعضا بروح الإخاء.",
    "zh": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "ko": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
    "hi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
    "th": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
    "vi": "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi.",
    "chat": 'hi i ordered the blue jacket on monday and it still hasnt arrived, the tracking link says "label created"'
    "... can u check order #A-48213-99 pls? i need it by the 14th",
    "code": "def total(rows):\n    return sum(row['price'] * row.get('count', 1) for row in rows if row is not None)\n",
    "json": '{"invoice":"2024-0813","lines":[{"sku":"AB-12","count":3,"price_usd":19.99},{"sku":"XZ-9","count":1}]}',
    "log": "2026-03-14T09:26:53.589Z ERROR [http-nio-8080-exec-7] c.e.a.OrderController - 500 for POST "
    "/api/v1/orders/48213/refund (trace=6f1d2c9ab3e84f77)",
    "emoji": "😀🎉👍🏽❤️‍🔥🙏😂",
}


@pytest.fixture(scope="module")
def encoding():
    """OpenAI's cl100k_base from the copy that LiteLLM's package carries, so that nothing is fetched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TIKTOKEN_CACHE_DIR", str(encodings()))
        import tiktoken  # noqa: PLC0415 - finds its folder when it is imported

        return tiktoken.get_encoding("cl100k_base")


@pytest.mark.parametrize("kind", TEXTS)
def test_the_estimate_is_within_35_percent_of_a_real_tokenizer(kind, encoding):
    real = len(encoding.encode(TEXTS[kind]))
    assert estimated_tokens(TEXTS[kind]) == pytest.approx(real, rel=0.35)


@given(st.text(st.characters()))
def test_no_text_has_more_tokens_than_the_bound(encoding, text):
    message = Message(role="user", content=text)
    assert upper_bound_tokens([message]) >= len(encoding.encode(text, disallowed_special=())) + 8


@given(st.text(st.characters(exclude_categories=())), st.text())
def test_any_text_has_an_estimate_within_the_bound(text, more):
    messages = [Message(role="system", content=text), Message(role="user", content=more)]
    assert 0 < estimated_input_tokens(messages) <= upper_bound_tokens(messages)


def test_nothing_is_no_tokens_but_a_message_is_some():
    assert estimated_tokens("") == 0
    assert estimated_input_tokens([Message(role="user", content="")]) == 7
