"""Every panel, in the order of the sidebar; its module is loaded when it is first shown."""

from __future__ import annotations

from stressdesk.gui.views.panel import Entry

# fmt: off
PANELS: tuple[Entry, ...] = (
    Entry(
        title="Prompt", icon="file-text", section="Scenario", keys="Ctrl+1", needs="scenario",
        module="prompt", panel="PromptPanel",
    ),
    Entry(
        title="Traffic", icon="users", section="Scenario", keys="Ctrl+2", needs="scenario",
        module="traffic", panel="TrafficPanel",
    ),
    Entry(
        title="Load and target", icon="activity", section="Scenario", keys="Ctrl+3", needs="scenario",
        module="load", panel="LoadPanel",
    ),
    Entry(
        title="Checks and goals", icon="list-checks", section="Scenario", keys="Ctrl+4", needs="scenario",
        module="checks", panel="ChecksPanel",
    ),
    Entry(
        title="Run", icon="play", section="Scenario", keys="Ctrl+5", needs="either",
        module="run", panel="RunPanel",
    ),
    Entry(
        title="Overview", icon="layout-dashboard", section="Results", keys="Ctrl+6", needs="run",
        module="overview", panel="OverviewPanel",
    ),
    Entry(
        title="Failures", icon="bug", section="Results", keys="Ctrl+7", needs="run",
        module="failures", panel="FailuresPanel",
    ),
    Entry(
        title="Latency", icon="timer", section="Results", keys="Ctrl+8", needs="run",
        module="latency", panel="LatencyPanel",
    ),
    Entry(
        title="Spend", icon="wallet", section="Results", keys="Ctrl+9", needs="run",
        module="spend", panel="SpendPanel",
    ),
    Entry(
        title="Records", icon="table", section="Results", keys="Ctrl+0", needs="run",
        module="records", panel="RecordsPanel",
    ),
    Entry(
        title="Compare", icon="git-compare", section="Results", keys="Ctrl+Shift+C", needs="",
        module="compare", panel="ComparePanel",
    ),
    Entry(
        title="Not tested", icon="circle-help", section="Results", keys="", needs="run",
        module="untested", panel="UntestedPanel",
    ),
    Entry(
        title="Settings", icon="settings", section="", keys="Ctrl+,", needs="",
        module="settings", panel="SettingsPanel",
    ),
)
# fmt: on


def load_all() -> None:
    """Load every panel's module: in a thread, before somebody asks for one."""
    for entry in PANELS:
        entry.load()
