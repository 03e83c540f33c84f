"""Standard Webhooks signatures."""

import pytest

from adapters.webhook.signature import SecretUnusable, headers, secret

PUBLISHED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_signature_is_that_of_the_published_example():
    """The example of the Standard Webhooks libraries gives the same signature here."""
    made = headers(
        (secret(PUBLISHED),),
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at_seconds=1614265330,
        body=b'{"test": 2432232314}',
    )

    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_two_keys_sign_side_by_side():
    """While keys rotate, a receiver that knows either of them can verify."""
    other = secret("whsec_" + "QUFB" * 8)

    both = headers((other, secret(PUBLISHED)), message_id="m", at_seconds=1, body=b"{}")
    alone = headers((secret(PUBLISHED),), message_id="m", at_seconds=1, body=b"{}")

    assert both["webhook-signature"].split()[1] == alone["webhook-signature"]


@pytest.mark.parametrize("text", ["", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_not base64!"])
def test_unusable_secret_is_refused_without_repeating_it(text):
    """A secret that is missing, short or not base64 is refused, and never repeated."""
    with pytest.raises(SecretUnusable) as caught:
        secret(text)

    assert not text or text not in str(caught.value)


def test_secret_never_shows_itself():
    """A secret that is printed by accident stays secret."""
    assert "MfKQ" not in repr(secret(PUBLISHED))
