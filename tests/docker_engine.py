"""Is there a Docker engine that could run a server for the tests?"""

import contextlib
import functools
import os
from pathlib import Path

_SOCKET = Path("/var/run/docker.sock")


@functools.cache
def answers() -> bool:
    """True when one answers, where `DOCKER_HOST` says or at its usual socket."""
    if "DOCKER_HOST" not in os.environ and not _SOCKET.exists():
        return False
    import docker
    from docker.errors import DockerException

    try:
        with contextlib.closing(docker.from_env(timeout=3)) as engine:
            engine.ping()
    except DockerException:
        return False
    return True
