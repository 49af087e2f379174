"""Every panel, in the order of the sidebar."""

from __future__ import annotations

from stressdesk.gui.views.checks import ChecksPanel
from stressdesk.gui.views.compare import ComparePanel
from stressdesk.gui.views.failures import FailuresPanel
from stressdesk.gui.views.latency import LatencyPanel
from stressdesk.gui.views.load import LoadPanel
from stressdesk.gui.views.overview import OverviewPanel
from stressdesk.gui.views.panel import Panel
from stressdesk.gui.views.prompt import PromptPanel
from stressdesk.gui.views.records import RecordsPanel
from stressdesk.gui.views.run import RunPanel
from stressdesk.gui.views.settings import SettingsPanel
from stressdesk.gui.views.spend import SpendPanel
from stressdesk.gui.views.traffic import TrafficPanel
from stressdesk.gui.views.untested import UntestedPanel

PANELS: tuple[type[Panel], ...] = (
    PromptPanel,
    TrafficPanel,
    LoadPanel,
    ChecksPanel,
    RunPanel,
    OverviewPanel,
    FailuresPanel,
    LatencyPanel,
    SpendPanel,
    RecordsPanel,
    ComparePanel,
    UntestedPanel,
    SettingsPanel,
)
