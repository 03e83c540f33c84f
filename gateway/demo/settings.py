"""The settings file of the demo: a trust with two teams, a charity's crisis café, and a portal for the person."""

from collections.abc import Mapping
from importlib.resources import files
from string import Template

UNOPENED_SECONDS = 4


def settings_text(engine: int, webhooks: Mapping[str, int], *, broken: int) -> str:
    """The file with the partners' ports; `broken` 6 leaves the ward out of the team table."""
    template = Template(files(__package__).joinpath("demo.toml").read_text())
    team = 'location = "NOWHERE*"' if broken == 6 else 'location = "HTT*"'
    return template.substitute(
        engine=engine,
        unopened=UNOPENED_SECONDS,
        team=team,
        **{f"{name}_port": port for name, port in webhooks.items()},
    )
