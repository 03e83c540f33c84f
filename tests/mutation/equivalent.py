"""Mutants of the mappers that mean the same as the original, each with the reason why no test can tell them apart."""

SAME_WITHOUT: dict[tuple[str, str, str], str] = {
    (
        "adapters/hl7v2/adt.py",
        "_row",
        "'PV1'",
    ): "it stands for a segment that is not there, whose fields alone are asked",
}
"""(file, function, the first line of what was deleted) to the reason."""
