"""The tests of reports share summaries and runs made by hand."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
