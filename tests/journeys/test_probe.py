"""A probe against a server: asked, paid and told; and the sheet of the next run goes by what the one before used."""

import msgspec
from journeys.program import finished
from journeys.serving import scenario, serving

from stressdesk.journal.ahead import Preflight

PRICED = "prices: {input_usd_per_million: 1, output_usd_per_million: 10}"


def ahead(home, *arguments):
    done = finished("preflight", "served.stress.yaml", "--json", *arguments, home=home)
    assert done.returncode == 0, done.stderr
    return msgspec.json.decode(done.stdout, type=Preflight), done.stderr


def test_a_probe_is_told_before_and_after_and_an_earlier_run_is_gone_by(tmp_path):
    with serving() as base_url:
        (tmp_path / "served.stress.yaml").write_text(scenario(base_url, "well", more=PRICED))
        before, _ = ahead(tmp_path)
        assert (before.learnt, before.probe) == (None, None)
        probed, said = ahead(tmp_path, "--probe", "3", "--yes")
        assert "The probe asks openai/well 3 queries, at most $" in said
        assert (probed.probe.asked, probed.probe.answered) == (3, 3)
        assert 0 < probed.probe.usd <= before.probe_at_most_usd
        assert probed.usd[1] < before.usd[1]
        assert not (tmp_path / "runs").exists()
        ran = finished("run", "served.stress.yaml", "--yes", "--report", "none", home=tmp_path)
        assert "estimated from the plan" in ran.stderr
        after, _ = ahead(tmp_path)
        assert after.learnt.run == "served-001"
        assert after.learnt.queries == 6
        again = finished("run", "served.stress.yaml", "--yes", "--report", "none", home=tmp_path)
        assert "estimated from the 6 queries of served-001" in again.stderr
