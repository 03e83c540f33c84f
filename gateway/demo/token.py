"""Prints an access token for an application of a running demo: `python -m gateway.demo.token FOLDER APP USER ROLE`."""

import json
import sys
import time
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

import jwt


def main(folder: Path, app: str, user: str, role: str) -> None:
    """Sign an assertion as the application does, and print the token that it gets."""
    about, now = json.loads((folder / f"{app}.json").read_text()), int(time.time())
    url = (folder / "url").read_text()
    claims = {
        "iss": about["client"], "sub": about["client"], "aud": f"{url}/oauth2/token", "jti": str(uuid.uuid4()),
        "exp": now + 120, "nwd_user": user,
        "extensions": {"ihe_iua": {"subject_name": user, "subject_role": role, "purpose_of_use": "TREAT"}},
    }  # fmt: skip
    form = {
        "grant_type": "client_credentials",
        "scope": f"service/{about['service']}",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode(claims, Path(about["key"]).read_text(), algorithm="ES384"),
    }
    with urllib.request.urlopen(f"{url}/oauth2/token", urllib.parse.urlencode(form).encode()) as answer:  # noqa: S310
        print(json.load(answer)["access_token"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:5])
