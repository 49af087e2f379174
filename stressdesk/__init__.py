"""StressDesk tells a team, before launch, whether their AI demo will survive production."""

__version__ = "0.1.0"
