"""Whoever looks on at a run that is started inside a test."""


class Quiet:
    """Looks on and does nothing."""

    def began(self, stop):
        pass

    def stage_began(self, plan):
        pass

    def recorded(self, record):
        pass
