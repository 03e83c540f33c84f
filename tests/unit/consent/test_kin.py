"""Each word of the lists does what its list says, and none is lost to the quick look."""

import time

import orjson
import pytest

from consent import kin_words as words
from consent.kin import Others, confides, may_confide, may_tell, quotes, tells

NOBODY = Others()
SPELT = sorted({it.replace(" ", sign) for it in words.KIN for sign in ("", " ", "-")})
"""Each word for kin in one, apart and with a hyphen."""


def glanced(text: str) -> bool:
    return may_tell(orjson.dumps({"note": text}).decode())


@pytest.mark.parametrize("word", SPELT)
@pytest.mark.parametrize("form", ["{}", "{}s", "ex{}", "great-grand{}", "step {}", "{}-in-law", "{}sinlaw"])
def test_each_word_for_kin_is_known_and_passes_the_quick_look(word: str, form: str) -> None:
    """In any form of it, in capitals, and at the start of a line, where in JSON a letter stands before it."""
    text = f"Low.\n{form.format(word)} says that he drinks"

    assert quotes(text) and quotes(text.upper())
    assert glanced(text) and glanced(text.upper())


@pytest.mark.parametrize("word", sorted(words.TELLING | words.TELLING_OR_TOLD | words.CONFIDING))
def test_each_word_for_telling_makes_what_follows_theirs(word: str) -> None:
    """Unless it is the person who tells it."""
    assert quotes(f"His mother {word} us that he drinks") and quotes(f"Was {word} by his mother")
    assert not quotes(f"He misses his mother, patient {word} us that he drinks")


@pytest.mark.parametrize("word", sorted(words.HEARING))
def test_what_staff_have_from_somebody_is_theirs(word: str) -> None:
    """Whatever it is called."""
    assert quotes(f"{word} from his mother")


@pytest.mark.parametrize("word", sorted(words.WAS_TOLD_BEFORE))
def test_somebody_who_was_told_has_told_nothing(word: str) -> None:
    """That they know is the person's to read."""
    assert not quotes(f"Mother informed {word} the plan")


@pytest.mark.parametrize("word", sorted(words.NO_NAMES))
def test_each_word_that_is_no_name_makes_nobody_known(word: str) -> None:
    """Where a name would stand; and a name there does."""
    assert not tells(f"His mother {word.capitalize()}", NOBODY)
    assert tells(f"His mother {word.capitalize()}x", NOBODY)


@pytest.mark.parametrize("text", sorted({*words.FIRMS, *(f"of {it}" for it in words.COUNTS)}))
def test_a_firm_and_a_parent_of_some_are_not_kin(text: str) -> None:
    """Firms that work together, and the person themselves."""
    assert not quotes(f"Partner {text} reports low mood")


@pytest.mark.parametrize("place", sorted(words.PLACES))
def test_a_place_is_not_somebodys_name(place: str) -> None:
    """Of a ward or house that is called after somebody."""
    assert not tells(f"Sister Brown {place}", NOBODY)


@pytest.mark.parametrize(
    "said",
    [
        *(f"told us {it}" for it in sorted(words.IN_CONFIDENCE)),
        *sorted(words.CONFIDING),
        *(f"{it} not want him to know" for it in sorted(words.NOT_WANTING)),
    ],
)
def test_each_word_for_confidence_is_known_and_passes_the_quick_look(said: str) -> None:
    """In capitals too."""
    text = f"Low.\nMum {said} about the call"

    assert confides(text) and confides(text.upper())
    assert may_confide(text) and may_confide(text.upper())


def test_who_told_it_in_confidence_may_follow_in_any_case() -> None:
    """A form that is written in capitals says by whom in capitals."""
    assert confides("Disclosed in confidence by his father") and confides("DISCLOSED IN CONFIDENCE BY HIS FATHER")


@pytest.mark.parametrize(
    "text",
    ["His exmother Ann", "Next-of-kin: Ann", "His aunts Ann and Jo", "His mother organised it and said that he drinks"],
)
def test_a_word_for_kin_is_known_in_any_spelling_and_before_any_deed(text: str) -> None:
    """A prefix without a space, a hyphen, more than one of them, and what only begins as the word for a firm."""
    assert tells(text, NOBODY) and glanced(text)


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u0301", "&shy;"])
def test_the_quick_look_sees_through_signs_that_nobody_sees(sign: str) -> None:
    """As they come with text that was copied from a page."""
    assert glanced(f"m{sign}um says") and may_confide(f"Mum con{sign}fided in us")


@pytest.mark.parametrize("text", ["Seen in person on the example ward", "Tea &amp; cake", "Reason: housing &lt;3"])
def test_the_quick_look_passes_over_usual_words(text: str) -> None:
    """For it saves the long look."""
    assert not glanced(text) and not may_confide(text)


def test_words_for_kin_all_over_a_long_text_cost_one_look_for_confidence() -> None:
    """It is looked for in all of the text, but not again for each of them."""
    text = ("mother " + "x " * 400) * 900
    before = time.process_time()

    assert not quotes(text)

    assert time.process_time() - before < 2.0
