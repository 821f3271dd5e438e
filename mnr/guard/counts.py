"""A very small number of people, with a place."""

import re

from mnr.guard.vocabulary import NUMBER_WORDS, alternatives, any_of, words

_PEOPLE = alternatives(*words("counts.people"))
_ARABIC_PEOPLE = alternatives(*words("counts.arabic_people"))
_DUAL = alternatives(*words("counts.dual"))
SMALL = {word: number for word, number in NUMBER_WORDS.items() if number <= 9}
_FEW = alternatives(*SMALL, "only one", "a single", "single")
_ADJECTIVE = (
    r"(?:(?:young|little|more|other|female|male|teenage|minor|identified|new|confirmed|alleged"
    r"|known|jeunes?|petite?s?|autres?|nouvelles?|nouveaux|nouveau|pequen[ao]s?|joven(?:es)?"
    r"|otr[ao]s?|nuev[ao]s?|presunt[ao]s?|seul|seule|sol[ao]|small|underage|primary|school"
    r"|unaccompanied|disabled|deaf|blind|jeunes|child|adolescent|autre|rescued|infant|of the|of"
    r"|school-age|secondary|known|homeless|street|refugee) ){0,2}"
)
PLACED = (
    r"(?:in|at|from|near|around|of|outside|across|a|au|aux|en|dans|de|du|des|pres de|pres d"
    r"|originaires? de|d'|cerca de|procedentes? de|del|desde|residing in|living in)"
)
PLACE = (
    r"(?:(?:the|la|le|los|las|el|l'|un|una|village of|town of|ward of|district of|villages? de"
    r"|quartier de|commune de|barrio de|municipio de|pueblo de|ciudad de|village|town"
    r"|distrito de|provincia de|departamento de|departement de|prefecture de|region de|el barrio"
    r"|la ville de|ville de|sub-county|province de|cercle de|vereda de|comunidad de|colonia"
    r"|parroquia de|canton|aldea de|localidad de) |l'|d')?"
)
COUNTED = re.compile(
    rf"(?<![\w.,/%-])(?i:(?P<count>\d{{1,2}}|{_FEW}) {_ADJECTIVE}(?P<who>{_PEOPLE})(?!\w|-)(?!')"
    rf"(?P<gap>(?:,? [\w'()-]{{1,16}}){{0,7}}?),? {PLACED}[ ']{PLACE})(?P<place>[A-Z][\w'-]*)"
)
PLACE_FIRST = re.compile(
    rf"(?<!\w)(?:in|at|from|near|a|en|au|dans|en la|en el) {PLACE}"
    rf"(?P<place>[^\W\d][\w'-]{{2,20}}(?: [A-Z][\w'-]{{2,15}}){{0,2}}?)[,:]?"
    rf"(?: [\w']{{1,14}}){{0,4}}? (?P<count>\d{{1,2}}|{_FEW}) {_ADJECTIVE}(?P<who>{_PEOPLE})"
    rf"(?!\w|-)(?!')"
)
PARENTHESIS = re.compile(
    rf"(?<![\w.,/%-])(?P<count>\d{{1,2}}|{_FEW}) {_ADJECTIVE}(?P<who>{_PEOPLE})"
    rf"(?P<gap>) ?[(,-] ?(?P<place>[^\W\d][\w'-]{{2,20}}(?: [\w'-]{{2,15}}){{0,2}}) ?[),.]"
)
THING = re.compile(
    r"^(?:[ -]|'s |s' )(?:protection|helpline|helplines|hotline|desks?|courts?|units?|homes?"
    r"|centres?|centers?|support|services?|rights|friendly|welfare|safety|online|abuse"
    r"|sexual|participation|ambassadors?|advocates?|representatives?|leaders?|councils?"
    r"|clubs?|groups?|committees?|identification|assistance|interview|advocacy|advisory"
    r"|parliaments?|panels?|handbooks?|surveys?|counsell?ors?|organisations?|organizations?"
    r"|associations?|ministers?|delegates?|management|facilities|networks?|and youth"
    r"|well-being|rooms?|shelters?|programmes?|programs?|policy|policies|schools?|impact"
    r"|compensation|witness|fund|delegations?|unions?)"
)
NOT_A_PLACE = any_of(*words("counts.not_a_place"))
_AREA = alternatives(*words("counts.area"))
_NO_PLACE = alternatives(*words("counts.no_place"))
_ONE_OR_TWO = alternatives(*words("counts.arabic_few"))
ARABIC = re.compile(
    rf"(?<!\w)(?:(?P<count>[1-9]|{alternatives(*[w for w in SMALL if ord(w[0]) > 1500])}) "
    rf"(?P<who>{_ARABIC_PEOPLE})|(?P<one>{_ARABIC_PEOPLE}) (?P<count2>{_ONE_OR_TWO})|"
    rf"(?P<dual>{_DUAL}))(?!\w)(?P<gap>(?:,? (?!في )[\u0621-\u064a]{{2,14}}){{0,5}}?)"
    rf" (?:(?:في|من|ب|بـ|قرب|من سكان|من أهالي|بالقرب من) ?(?:{_AREA} )?(?!{_NO_PLACE}(?!\w))"
    rf"(?!\d)(?P<place>[\u0621-\u064a]{{3,14}})|ب(?:{_AREA}) "
    rf"(?P<place2>[\u0621-\u064a]{{3,14}})|ب(?P<place3>ال[\u0621-\u064a]{{3,14}}))"
)
PROPER = re.compile(r"[^\W\d_][\w'-]*(?: [A-Z][\w'-]*)?")


def find(reading, country):
    """Counts below the threshold that stand with a place."""
    for match in COUNTED.finditer(reading.text):
        place = reading.text[match.start("place") : match.end() + 30]
        if _is_small(match, country) and _is_place(place) and _are_people(match, reading.low):
            yield "small_count", match.start(), match.end()
    for pattern in (PLACE_FIRST, PARENTHESIS):
        for match in pattern.finditer(reading.low):
            place = reading.text[match.start("place") : match.end("place")]
            if _is_small(match, country) and _is_place(place) and _are_people(match, reading.low):
                yield "small_count", match.start(), match.end()
    for match in ARABIC.finditer(reading.low):
        if match["dual"] or match["count2"] or _is_small(match, country):
            yield "small_count", match.start(), match.end()


def _is_small(match, country):
    count = match["count"].lower()
    number = (
        int(count)
        if count.isdigit()
        else SMALL.get(re.sub(r"^[وفبكل]?(?:ال)", "", count), SMALL.get(count, 1))
    )
    return 0 < number < country.threshold


def _is_place(text):
    """A capital letter, and no month or institution."""
    first = PROPER.match(text)
    return bool(first and text[0].isupper() and not NOT_A_PLACE.search(first[0].lower()))


def _are_people(match, low):
    """People are counted, not what is there for them."""
    return not THING.match(low[match.end("who") : match.end("who") + 24])
