"""Mutants that mean the same as the original, each with the reason why no test can tell them apart."""

EQUIVALENT: dict[tuple[str, str], str] = {
    ("decide", "return None for False in `return False`"): "both are false, and nothing else is asked of it",
    ("precedence", "return None for False in `return False`"): "both are false, and nothing else is asked of it",
    (
        "hearing",
        "for it without if in `permits = () if facts.identity_uncertain else tuple(it for it in said if it.kind is"
        " Kind.PERMIT)`",
    ): "permissions are looked at only where there is no refusal",
    ("sitting", "len(self.table) >= _LARGEST in `if len(self.table) >= _LARGEST:`"): (
        "how many answers are remembered before the table is emptied; the answers are the same"
    ),
    ("codes", '2 in `bare = _SECURE.sub("http://", system.strip().split("|", 1)[0].rstrip("/"))`'): (
        "the first piece is the same however often the rest is split"
    ),
}
"""Of the judge: (file, what was changed in which line) to the reason."""

SAME_WITHOUT: dict[tuple[str, str, str], str] = {
    (
        "adapters/hl7v2/adt.py",
        "_row",
        "'PV1'",
    ): "it stands for a segment that is not there, whose fields alone are asked",
}
"""Of the mappers: (file, function, the first line of what was deleted) to the reason."""
