"""The words by which text is known to tell of somebody close to the person; `consent/kin.py` puts them together.

Case and accents are of no matter; nor, in words for kin, are a final s and whether a space is a hyphen or left out.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARENTS = _words("mother father mum mummy mam mom dad daddy parent")
"""Who brought the person up: "Mum told us"."""
COUPLES = _words("husband wife wives spouse partner boyfriend girlfriend friend fiance fiancee ex")
"""Whom the person chose, or chose once: "her ex, Tom"."""
FAMILY = _words(
    "sister brother sibling twin son daughter child children nan nana gran granny grandma grandad grandpa aunt auntie"
    " aunty uncle niece nephew cousin relative"
)
"""Everybody else of the family: "his twin Jo"."""
HOUSEHOLD = _words("neighbour neighbor lodger landlord landlady carer caregiver guardian") | {
    *("flat mate", "house mate", "room mate", "next of kin")
}
"""Who lives with the person, next to them or looks after them: "Jo is his flatmate"."""
KIN = PARENTS | COUPLES | FAMILY | HOUSEHOLD
PREFIXES = _words("ex step half foster grand god great")
"""What stands before a word for kin, up to three times: "great-grandmother", "exhusband"."""

COUNTS = _words("two three four five six")
"""How many somebody is a parent of, who is then the person: "Mother of two"."""
FIRMS = _words(
    "agency agencies organisation organisations organization organizations organisational service services provider"
    " providers"
)
"""What makes a word before it none for kin: "partner agency"."""
PLACES = _words("ward unit clinic project centre house")
"""What makes a name before it that of a place: "Sister Brown ward"."""

FUNCTION_WORDS = _words(
    "i he she they we you it his her hers their theirs my our your him them us the a an this that these those and or"
    " but nor so if when while where who whom whose which what why how as at by for from in into of off on out over to"
    " up with without about after before during since until also not no yes none nil is was are were be been has had"
    " have do does did can could may might must shall should will would there here then than today tomorrow yesterday"
    " now however though although because due per via both all any each every some other please lives living"
)
"""What begins a sentence, and in capitals or a heading stands where a name could: "Lives with mother. She is low"."""
DAYS_AND_MONTHS = _words(
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday january february march april"
    " june july august september october november december"
)
"""When something was: "Saw his mother Monday"."""
SERVICES_AND_WORKPLACES = _words(
    "dr doctor nurse cpn gp nhs uk cmht support service services team teams centre trust unit group line helpline"
    " network organisation organisations agency agencies ward project army navy raf forces military police prison"
    " serviceman servicewoman court assessment allowance benefit protection safeguarding"
)
"""Whom and what the person deals with: "Carer Support Team", "ex Army"."""
STATES = _words(
    "relation relationship status details role name phone number contact unknown declined refused deceased died dead"
    " violence abuse low informed aware involved present notes"
)
"""What a form or a heading says of kin: "Next of kin: Unknown"."""
NO_NAMES = FUNCTION_WORDS | DAYS_AND_MONTHS | SERVICES_AND_WORKPLACES | STATES

TELLING = _words(
    "say says said saying tell tells told telling state states stated report reports reported reporting disclose"
    " discloses disclosed allege alleges alleged claim claims claimed confirm confirms confirmed mention mentions"
    " mentioned informs advises reveal reveals revealed admit admits admitted complain complains complained describe"
    " describes described"
)
"""What somebody does whose words follow: "Mother reports that he drinks"."""
TELLING_OR_TOLD = _words("informed advised")
"""The same, but not where somebody was told: "Mum informed us", not "Mum informed of plan"."""
WAS_TOLD_BEFORE = _words("of and to about")
"""What shows that somebody was told: "Carer advised to ring 999"."""
PERSON = ("patient", "pt", "client", "service user")
"""The person themselves, whose telling is their own: "lost a friend, patient says he will jump"."""
LISTENERS = _words("to us me staff the team this it also") | {"as well"}
"""What may stand between the telling and by whom: "reported to staff by his father"."""
HEARING = _words("heard learnt learned information collateral")
"""What staff have from somebody: "collateral from his wife"."""

CONFID, WANT = "confid", "want"
"""What is in all that says that something was told in confidence, or is kept from the person: a quick look for them."""
CONFIDING = frozenset(CONFID + end for end in ("e", "es", "ed"))
"""Telling that asks for silence by itself: "Mum confided that she is afraid"."""
IN_CONFIDENCE = frozenset(
    f"in {how}{CONFID}ence" for how in ("", "the ", "strict ", "the strict ", "strictest ", "the strictest ")
) | {f"{CONFID}entially"}
"""That what was told is to stay with whoever heard it: "told us in strict confidence"."""
NOT_WANTING = _words("does do did")
"""Before "not want him to know" or "to find out", which is kept from the person: "she doesn't want him to know"."""
