import subprocess
import sys

import pytest
from checks.judging import judged
from checks.languages import SPOKEN

from stressdesk.checks.language import spoken
from stressdesk.scenario.checks import Language


def test_answers_pass_in_their_own_language_and_never_fail():
    judgements = [spoken(text, language).judgement for language, texts in SPOKEN.items() for text in texts]
    assert "fail" not in judgements
    # Measured: 51 of 53; the other two are too short.
    assert judgements.count("pass") >= 0.94 * len(judgements)


def test_answers_fail_in_all_other_languages_and_never_pass():
    judgements = [
        spoken(text, other).judgement
        for language, texts in SPOKEN.items()
        for text in texts
        for other in SPOKEN
        if other != language
    ]
    assert "pass" not in judgements
    # Measured: 1112 of 1113.
    assert judgements.count("fail") >= 0.98 * len(judgements)


def test_the_reason_names_both_languages():
    verdict = judged(Language(language="en"), "Ihre Bestellung ist unterwegs und kommt morgen an.")
    assert verdict.judgement == "fail"
    assert "German" in verdict.reason
    assert "English" in verdict.reason


def test_by_default_the_language_is_that_of_the_user():
    assert judged(Language(), "Votre colis arrivera demain dans la matinée.", language="fr").judgement == "pass"
    assert judged(Language(), "Votre colis arrivera demain dans la matinée.", language="en").judgement == "fail"
    assert judged(Language(), "O seu pedido chega amanhã de manhã.", language="pt-BR").judgement == "pass"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "  ",
        "42",
        "billing",
        "?!",
        "OK 👍",
        '{"language": "en", "text": "hello there my friend"}',
        "```python\nprint('hello')\n```",
        "\ud800\ud800",
        "https://example.com/a/b/c",
    ],
)
def test_what_has_no_language_is_unsure(answer):
    verdict = judged(Language(language="en"), answer)
    assert verdict.judgement == "unsure", verdict.reason


def test_unknown_languages_are_unsure():
    assert judged(Language(language="xx"), "Your order shipped yesterday evening.").judgement == "unsure"
    assert judged(Language(), "Your order shipped yesterday.", language="").judgement == "unsure"
    assert judged(Language(), "Your order shipped yesterday.", language="und").judgement == "unsure"


@pytest.mark.parametrize(
    ("answer", "language", "judgement"),
    [
        ("Завтра", "en", "fail"),
        ("明日です", "ja", "pass"),
        ("明日です", "zh", "fail"),
        ("내일", "ko", "pass"),
        ("Wi-Fi 6", "ru", "unsure"),
        ("The order will be delivered tomorrow.", "ru", "fail"),
        ("Заказ iPhone 15 Pro Max доставят завтра, ждите звонка курьера.", "ru", "pass"),
        ("The character カタカナ is written like this in Japanese.", "ja", "fail"),
    ],
)
def test_the_script_decides_where_it_can(answer, language, judgement):
    verdict = judged(Language(language=language), answer)
    assert verdict.judgement == judgement, verdict.reason


def test_close_relatives_are_not_told_apart():
    assert spoken("Vaša narudžba stiže sutra ujutro, vozač će vas nazvati.", "hr").judgement == "pass"
    assert spoken("Din ordre kommer i morgen tidlig, du får en melding først.", "nb").judgement != "fail"


def test_the_model_is_loaded_only_when_a_text_needs_it():
    code = (
        "import sys, stressdesk.checks.build; from stressdesk.checks.language import spoken; spoken('Завтра', 'en');"
        "assert 'py3langid' not in sys.modules and 'numpy' not in sys.modules and 'jsonschema' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
