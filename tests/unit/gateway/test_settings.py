"""A settings file that cannot be used says where and how to mend it."""

from pathlib import Path

import pytest

from gateway.settings.loading import SettingsInvalid, parse

SOUND = """
[gateway]
name = "g"
data_dir = "data"
mode = "test"

[keys]
master_key_file = "master.key"

[[organisation]]
id = "trust"
name = "Trust"

[[service]]
id = "cmht"
organisation = "trust"
name = "CMHT"
class = "cmht"

[[partner]]
id = "engine"
organisation = "trust"
adapter = "hl7v2"

[partner.profile]
timezone = "Europe/London"

[[subscription]]
id = "hook"
service = "cmht"
events = ["referral.opened"]

[subscription.webhook]
url = "http://127.0.0.1:9/x"
secret_env = "S"
"""


def test_a_sound_file_loads_with_paths_beside_it() -> None:
    """Relative paths are taken from the file's folder."""
    settings = parse(SOUND.replace('secret_env = "S"', 'secret_file = "s"'), folder=Path("/etc/nwd"))

    assert settings.gateway.data_dir == Path("/etc/nwd/data")
    assert settings.keys.master_key_file == Path("/etc/nwd/master.key")
    assert [one.webhook and one.webhook.secret_file for one in settings.subscription] == [Path("/etc/nwd/s")]


def test_the_first_settings_file_is_sound() -> None:
    """What `nwd init` writes can be served as it stands."""
    first = Path(__file__).parents[3] / "gateway" / "settings" / "first.toml"

    assert [one.id for one in parse(first.read_text(), folder=Path()).service] == ["cmht", "cafe"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('name = "g"', 'nam = "g"', "line 3: gateway.nam: is not an option"),
        ('class = "cmht"', 'class = "pub"', "line 18: service[1].class: "),
        ('organisation = "trust"\nname = "CMHT"', 'organisation = "x"\nname = "CMHT"',
         "line 16: service[1].organisation: names unknown organisation `x`; known: trust"),
        ('adapter = "hl7v2"', 'adapter = "hl8"', "line 23: partner[1].adapter: unknown adapter `hl8`; installed: "),
        ('timezone = "Europe/London"', 'timezone = "Mars"', "line 26: partner[1].profile.timezone: "),
        ('timezone = "Europe/London"', 'services = { HAVEN = "caff" }',
         "line 26: partner[1].profile.services.HAVEN: names unknown service `caff`; known: "),
        ('timezone = "Europe/London"', 'teams = [{ event = "A03", service = "htx", effect = "unlink" }]',
         "line 26: partner[1].profile.teams[1].service: names unknown service `htx`; known: "),
        ('timezone = "Europe/London"', 'teams = [\n  { event = "A03", service = "htx", effect = "unlink" },\n]',
         "line 26: partner[1].profile.teams[1].service: "),
        ('adapter = "hl7v2"\n\n[partner.profile]\ntimezone = "Europe/London"',
         'adapter = "csv"\n[partner.profile]\nfixed = { to = "caff" }',
         "line 25: partner[1].profile.fixed.to: `caff` is neither the id nor a code of a service; known: cmht"),
        ('adapter = "hl7v2"\n\n[partner.profile]\ntimezone = "Europe/London"',
         'adapter = "csv"\n[partner.profile]\nmap = "contact-log"\nfixed = { service = "caff" }',
         "line 26: partner[1].profile.fixed.service: names unknown service `caff`; known: cmht"),
        ('adapter = "hl7v2"', 'adapter = "hl7v2"\nsend = { url = 5 }', "line 24: partner[1].send.url: "),
        ('url = "http://127.0.0.1:9/x"', 'url = "http://10.0.0.1/x"', "line 34: subscription[1].webhook.url: "),
        ('secret_env = "S"', "", "needs either secret_env or secret_file"),
        ("[keys]\nmaster_key_file = \"master.key\"", "", "keys: is missing; add it"),
        ("[gateway]", "[gateway", "line 2: the file: is not TOML"),
        ('id = "hook"', 'id = "Hook!"', "line 29: subscription[1].id: "),
        ('events = ["referral.opened"]', "events = []", "line 31: subscription[1].events: names no event"),
        ('adapter = "hl7v2"', 'adapter = "hl7v2"\nlisten = { port = 8080 }',
         "line 24: partner[1].listen.port: is also http.port; give each its own"),
        ('adapter = "hl7v2"\n\n[partner.profile]\ntimezone = "Europe/London"',
         'adapter = "json"\nsend = { wire = "http", url = "https://a.example" }',
         "line 24: partner[1].send: carries HL7 v2 and waits for its acknowledgement, which `json` does not write"),
        ("[keys]", "[kafka]\nservers = [\"broker\"]\n[keys]", "line 8: kafka.servers[1]: `broker` has no port; write"),
        ("[keys]", "[telemetry]\nmetrics_port = 8080\n[keys]", "line 8: telemetry.metrics_port: is also http.port"),
        ("[keys]", "[[agreement]]\nid = 'a'\nparties = []\nsince = 2026-05-01\nuntil = 2026-01-01\n[keys]",
         "line 11: agreement[1].until: is before its first day, 2026-05-01"),
        ('id = "trust"', 'id = "trust"\node_code = 1', "organisation[1].ode_code: is not an option"),
        ('id = "trust"', 'id = "trust"\nods_code = "RXX 01"', "organisation[1].ods_code: `RXX 01` is no ODS code"),
        ('id = "engine"', 'id = "nwd"',
         "line 21: partner[1].id: `nwd` is how the gateway names itself as a source; give the partner another id"),
        ('class = "cmht"', "class = cmht", "line 18: the file: is not TOML: Invalid value (at line 18, column 9); "),
    ],
    ids=["option", "class", "reference", "adapter", "profile", "code", "team", "fixed-to", "fixed-service",
         "many-lines", "key-below", "egress",
         "secret", "missing", "toml", "id", "no events", "one port", "no answer", "no server port", "metrics port",
         "backwards", "misspelt", "ods", "gateway", "no quotes"],
)  # fmt: skip
def test_a_fault_names_its_line_and_its_mend(old: str, new: str, fault: str) -> None:
    """The line, the place, what is wrong and how to mend it."""
    assert old in SOUND

    with pytest.raises(SettingsInvalid) as caught:
        parse(SOUND.replace(old, new, 1), folder=Path())

    assert any(fault in str(one) for one in caught.value.faults), [str(one) for one in caught.value.faults]


def test_a_lease_outlasts_what_may_become_of_a_record() -> None:
    """Whoever follows a worker that died sends nothing while brokers may still take what that one had sent."""
    topic = '[subscription.topic]\nname = "to.cmht"\nreader = "User:cmht"\nreader_group = "cmht"\n'
    before, _, _ = SOUND.partition("[subscription.webhook]")
    sound = f"{before}{topic}timeout_seconds = 10\n[operations]\nlease_seconds = "

    assert parse(sound + "22", folder=Path()).operations.lease_seconds == 22
    with pytest.raises(SettingsInvalid) as caught:
        parse(sound + "21", folder=Path())

    [fault] = map(str, caught.value.faults)
    assert "subscription[1].topic.timeout_seconds: is more than 9, which is operations.lease_seconds less 12" in fault


def test_no_topic_keeps_an_extract_for_ever() -> None:
    """Compacted, it would hold the last words about whoever was erased; ids lead nowhere then."""
    topic = '[subscription.topic]\nname = "to.cmht"\nreader = "User:cmht"\nreader_group = "cmht"\n'
    before, _, _ = SOUND.partition("[subscription.webhook]")

    assert parse(f'{before}{topic}cleanup = "compact"\n', folder=Path()).subscription[-1].payload == "ids"
    with pytest.raises(SettingsInvalid, match="keep a person's last extract for ever"):
        parse(f'{before}payload = "extract"\n{topic}cleanup = "compact"\n', folder=Path())


def test_a_fault_is_not_looked_for_in_the_next_table_of_the_array() -> None:
    """Two partners: the first has its profile in one line, the second in a table."""
    first = (
        '[[partner]]\nid = "a"\norganisation = "trust"\nadapter = "hl7v2"\nprofile = { nonsense = 1 }\n\n[[partner]]\n'
    )

    with pytest.raises(SettingsInvalid) as caught:
        parse(SOUND.replace("[[partner]]\n", first, 1), folder=Path())

    line = SOUND.replace("[[partner]]\n", first, 1).splitlines().index("profile = { nonsense = 1 }") + 1
    assert [str(one) for one in caught.value.faults if one.line != line] == []
    assert "partner[1].profile.nonsense: is not an option" in str(caught.value)


def test_every_fault_is_told_at_once() -> None:
    """Nobody mends a file one run at a time."""
    broken = SOUND.replace('adapter = "hl7v2"', 'adapter = "a"').replace(
        'service = "cmht"\nevents', 'service = "z"\nevents'
    )

    with pytest.raises(SettingsInvalid) as caught:
        parse(broken, folder=Path())

    assert len(caught.value.faults) == 2


@pytest.mark.parametrize("code", ["cmht", "CMHT", "TEAM7", " team7", "RXX01"])
def test_a_sheet_may_go_to_whatever_a_service_is_known_by(code: str) -> None:
    """Its id, a code of its own, or the ODS code of its organisation; capitals do not count."""
    sheets = SOUND.replace("hl7v2", "csv").replace('timezone = "Europe/London"', f'fixed = {{ to = "{code}" }}')
    known = sheets.replace('class = "cmht"', 'class = "cmht"\naddresses = ["Team7"]')

    assert parse(known.replace('name = "Trust"', 'name = "Trust"\nods_code = "RXX01"'), folder=Path()).partner


def test_the_code_of_an_organisation_of_two_services_reaches_neither() -> None:
    """Nobody could say which of them is meant."""
    second = '[[service]]\nid = "ward"\norganisation = "trust"\nname = "Ward"\nclass = "cmht"\n[[partner]]'
    sheets = SOUND.replace("hl7v2", "csv").replace('timezone = "Europe/London"', 'fixed = { to = "RXX01" }')

    with pytest.raises(SettingsInvalid, match=r"fixed\.to"):
        parse(
            sheets.replace("[[partner]]", second).replace('name = "Trust"', 'name = "Trust"\nods_code = "RXX01"'),
            folder=Path(),
        )
