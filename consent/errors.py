"""What can be wrong with what the judge is given; each error says what becomes of its cause.

JudgeError
+-- ConsentUnreadable   the consent is quarantined: it changes nothing and somebody is told
+-- PolicyInvalid       the gateway does not start, or keeps the policy that it has
"""


class JudgeError(Exception):
    """Anything that the judge refuses to work with."""


class ConsentUnreadable(JudgeError):
    """A Consent that cannot be understood in full; it opens nothing and narrows nothing."""


class PolicyInvalid(JudgeError):
    """A policy file that is incomplete or contradicts itself; the message names the key and the mend."""
