from analysis import invented

from stressdesk.journal.events import PricesUsed


def sentences(*records, ending=invented.COMPLETE, scenario=None, plans=(("production", 200),), **header):
    made = invented.header(*plans, scenario=invented.scenario(**(scenario or {})), **header)
    return "\n".join(invented.tally(made, list(records)).summary(ending).not_tested)


def test_scales_that_were_not_run_are_named_and_others_are_not():
    found = sentences(*invented.traffic(200), scenario={"load": {"scales": [200, 1_000]}})
    assert "1,000 queries in one window were not run in full" in found
    assert "200 and 1,000" not in found
    one = sentences(*invented.traffic(200), scenario={"load": {"scales": [1]}})
    assert "1 query in one window was not run in full" in one
    full = sentences(*invented.traffic(200), scenario={"load": {"scales": [200]}})
    assert "not run in full" not in full


def test_a_simulated_target_is_named_first():
    found = sentences(*invented.traffic(50), provenance="simulated", target_kind="simulated")
    assert found.startswith("No real model was asked.")


def test_the_embedded_model_is_called_a_stand_in():
    found = sentences(*invented.traffic(50), target_kind="local", model="SmolLM2-135M")
    assert "Only SmolLM2-135M was asked, a model on this machine: a small stand-in" in found


def test_prices_say_what_they_are():
    assert "No price is known for this model" in sentences(prices=None)
    assert "prices of gpt-5, which was not asked" in sentences(prices=PricesUsed(model="gpt-5", priced_as=True))
    assert "typed into the scenario" in sentences(prices=PricesUsed(model="own", typed_in=True))
    assert "list prices" in sentences()


def test_severity_languages_and_hostility_are_those_of_the_run():
    traffic = {"mess": {"severity": 3, "off": ["typo"]}, "hostile": 0}
    found = sentences(*invented.traffic(50), invented.record(900, language="de"), scenario={"traffic": traffic})
    assert "severity x3" in found
    assert "Users wrote in English and German; other languages were not tested." in found
    assert "Hostile users were left out." in found
    assert "These kinds of mess were switched off: typo." in found


def test_classes_of_attacks_that_were_switched_off_are_named():
    traffic = {"hostile": 0.1, "hostile_classes": ["prompt-injection", "prompt-extraction", "jailbreak", "encoded"]}
    found = sentences(*invented.traffic(50), scenario={"traffic": traffic})
    assert "Attacks were 7 % of queries" in found
    assert "These classes of attacks were switched off: insult and false authority." in found
    assert "switched off" not in sentences(*invented.traffic(50), scenario={"traffic": {"hostile": 0.1}})


def test_that_users_wrote_with_care_is_said():
    found = sentences(*invented.traffic(50), scenario={"traffic": {"mess": {"writing": "careful"}}})
    assert "Users were invented, writing with care, with the mess of their writing as measured" in found


def test_queries_that_were_not_asked_are_counted():
    found = sentences(*invented.traffic(50), invented.never_asked(900), invented.record(901, outcome="cancelled"))
    assert "2 of 52 planned production queries were not asked to the end" in found
    assert "1 of 51 planned production queries was not" in sentences(*invented.traffic(50), invented.never_asked(900))
    assert "not asked to the end" not in sentences(*invented.traffic(50))


def test_a_check_that_mostly_could_not_decide_is_named():
    found = sentences(*[invented.unsure(session) for session in range(6)], *[invented.record(10 + n) for n in range(4)])
    assert "The check “label” could not decide on most answers." in found
    assert "could not decide" not in sentences(*invented.traffic(50))


def test_without_checks_or_traffic_it_says_so():
    found = sentences(invented.record(stage="demo"), scenario={"checks": []})
    assert "No checks were set" in found
    assert "No production traffic was sent" in found


def test_a_closed_loop_is_explained():
    found = sentences(*invented.traffic(50), scenario={"load": {"loop": "closed", "users": 7}})
    assert "7 users each waited for an answer before asking again" in found
    assert "waited for an answer" not in sentences(*invented.traffic(50))


def test_scales_that_were_skipped_for_one_reason_are_named_together():
    rest = "queries were not run in full: a live target is asked 200 queries at most."
    found = sentences(skipped=(f"1,000 {rest}", "2,000 queries were not run in full: time.", f"10,000 {rest}"))
    assert f"1,000 and 10,000 {rest}" in found
    assert "2,000 queries were not run in full: time." in found


def test_reasons_for_skipped_scales_are_passed_on():
    assert "a live target is asked 200 queries at most." in sentences(
        skipped=("1,000 queries were not run in full: a live target is asked 200 queries at most.",)
    )
