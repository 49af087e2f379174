import random

import msgspec

from stressdesk.scenario import file
from stressdesk.scenario.rendering import Rendering
from stressdesk.scenario.variables import Variables
from stressdesk.scenario.whole import whole

TEXT = """
stressdesk: 1
name: Files
prompt: {file: prompt.json}
demo: [{text: Hello}]
variables:
  document: {file: handbook.txt}
  city: {csv: cities.csv, column: city}
  tone: {values: [kind]}
targets: {own: {kind: local, model: models/own.gguf}}
target: own
"""


def test_a_whole_scenario_needs_neither_its_folder_nor_its_prompt_file(tmp_path):
    (tmp_path / "prompt.json").write_text(
        '{"messages": [{"role": "system", "content": "{{document}} {{city}} {{tone}}"}], "temperature": 0.5}'
    )
    (tmp_path / "handbook.txt").write_text("The gate code is 4417.")
    (tmp_path / "cities.csv").write_text("city\nParis\n")
    written = file.parse(TEXT, tmp_path / "files.stress.yaml")
    found = whole(written, tmp_path)
    for name in ("prompt.json", "handbook.txt"):
        (tmp_path / name).unlink()
    elsewhere = tmp_path / "elsewhere"
    again = file.restore(msgspec.json.decode(msgspec.json.encode(file.plain(found))))
    drawn = Variables(again, elsewhere).draw(random.Random(1))
    rendering = Rendering(again.prompt, elsewhere)
    assert rendering.messages(drawn, "Hi")[0].content == "The gate code is 4417. Paris kind"
    assert again.prompt.parameters.temperature == 0.5
    assert again.targets["own"].model == str(tmp_path / "models" / "own.gguf")
    assert whole(again, elsewhere) == again
