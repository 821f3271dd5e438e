"""One child and an age."""

import re

from mnr.guard.vocabulary import AGE, CHILD, NUMBER_WORDS, ORDINALS, alternatives, any_of, words

_CHILD = alternatives(*CHILD)
_YEARS = alternatives(*words("children.years"))
_OLD = alternatives(*words("children.old"))
_AGED = alternatives(*words("children.aged"))
_ADVERB = (
    r"(?: (?:only|just|about|around|approximately|barely|environ|seulement|apenas|solo|unos|unas"
    r"|casi|presque|فقط|نحو|حوالي|من العمر|الان|حاليا|almost|nearly|roughly|tan solo"
    r"|only about))?"
)
RANGE = re.compile(
    r"(?:[ -]{0,3}(?:years?|ans|anos|yrs|months|mois|meses|سن[هو]\w*|عام\w?|اعوام)?"
    r"(?: of age| old| de edad| d'age)?,? ?(?:or|and|ou|et|o|y|e|او|و) ?(?:over|above|older"
    r"|younger|under|more|less|below|plus|moins|mas|menos|mayores|menores|فاكثر|اكثر|اقل"
    r"|فما)"
    r"| ?(?:to|a|au|bis|until|through|الي|حتي|-) ?\d{1,2}(?!\d)|\+| ?فاكثر| ?سن\w+ فاكثر"
    r"| ?سن\w+ فما| ?عام\w* فاكثر| ?عام\w* فما| ?(?:years? )?and up| ?(?:and|or|et|ou|y|o|و"
    r"|او) ?\d{1,2}(?!\d))"
)
_ANY = alternatives(*words("children.generic"))
GENERIC = re.compile(rf"(?<!\w){_ANY} (?:\w+ ){{0,2}}$")
WORD_BREAK = r"[ ,:(;-]{1,3}"
ADJECTIVE = r"(?: ?,? [\w'-]{2,14}){0,2}?"

# girl … aged 9 · girl (9) · girl, 9, · fille de 8 ans · niña de 7 años · طفلة عمرها 7 سنوات
STRONG = alternatives(*words("children.strong"))
FAR = re.compile(
    rf"(?<![\w-])(?P<child>{_CHILD})(?!\w|-)(?!'s (?:home|right|help))"
    rf"(?P<gap>[^.;!?\d\n]{{0,60}}?)(?<!\w){STRONG}(?!\w){_ADVERB}[ :=(]{{1,3}}{_ADVERB} ?"
    rf"(?P<age>{AGE})"
)
NEAR = re.compile(
    rf"(?<![\w-])(?P<child>{_CHILD})(?!\w|-)"
    rf"(?P<gap>{ADJECTIVE},? ?){_AGED}{_ADVERB}[ :(]?{_ADVERB} ?(?P<age>{AGE}) ?-?"
    rf"(?:{_YEARS})(?!\w)"
)
OF = re.compile(
    rf"(?<![\w-])(?P<child>{_CHILD})(?!\w|-)(?P<gap>,? ?)(?:of|who is|who was|is|was|just|only"
    rf"|turned)(?: only| just| about)? (?P<age>{AGE})"
    rf"(?= ?(?:[.,;:)]|$)| (?:was|is|has|lives|attends)(?!\w)"
    rf"| (?!years|ans)[a-z']{{2,14}}(?<!s)(?!\w))"
)
BARE = re.compile(
    rf"(?<![\w-])(?P<child>{_CHILD})(?!\w|-)(?P<gap>{ADJECTIVE}) ?(?:[,(-] ?){_ADVERB} ?"
    rf"(?P<age>{AGE}) ?-?(?:(?:{_YEARS})(?!\w)(?: ?{_OLD})?|(?= ?[,).;-]| ?$))"
)
PLAIN = re.compile(
    rf"(?<![\w-])(?P<child>{_CHILD})(?!\w|-)(?P<gap>{ADJECTIVE} ?)(?P<age>{AGE}) ?-?(?:{_YEARS})"
    rf"(?: ?-?{_OLD}|(?= ?[,.;)]| ?$))"
)
# 9-year-old girl · a 9-year-old was · de 9 ans … fille
BEFORE = re.compile(
    rf"(?P<age>{AGE})[ -]?(?:years?|yrs?|y|months?|mth|weeks?|days?)?[ -]?/?(?:old|o|yo)"
    rf"(?!\w)(?P<after> (?:[\w'-]{{2,16}} ){{0,2}}?(?:{_CHILD})(?!\w|-))"
)
_THING = alternatives(*words("children.thing"))
ALONE = re.compile(
    r"(?<!\w)(?:a|an|the|this|that|her|his|one|another|their|our|my|said|named|two|three|four"
    rf"|[234]) (?:[\w-]{{3,12}} )?(?P<age>{AGE})[ -]?(?:years?|yrs?|months?)[ -]old(?!\w|-)"
    rf"(?! (?:[\w-]{{2,14}} )?{_THING}(?!\w))(?! (?:children|boys and girls|pupils)(?!\w))"
)
SHE_IS = re.compile(
    rf"(?<!\w)(?:she|he)(?:'s| is| was)(?: just| only| now| about)? (?P<age>{AGE})"
    r"(?= ?(?:[.,;)]|$)| (?:and|when|now|but|or so)(?!\w))"
)
POSSESSED = re.compile(
    rf"(?<!\w){_CHILD}'s age(?: is| was|:) ?(?P<age>{AGE})"
    rf"|(?<!\w)(?:l'age|la edad|edad) (?:de l'|du |de la |del |de )(?P<gap>){_CHILD}"
    rf"(?: est| etait| es| era|:)(?: de)? (?P<age2>{AGE})"
)
PRONOUN = re.compile(
    rf"(?<!\w)(?:she|he|who|elle|il|ella|el|qui|que|هي|هو)(?:'s| is| was| has just turned"
    rf"| turned| just turned| avait| a| vient d'avoir| tiene| tenia| cumplio"
    rf"| acaba de cumplir| then| will be)? (?:only |just |now |solo |apenas |seulement "
    rf"|a peine |about )?(?P<age>{AGE}) (?:{_YEARS})(?:(?: |-){_OLD})?(?!\w)(?! d'experience"
    rf"| de experiencia)"
)
AGE_LABEL = re.compile(
    rf"(?<!\w)(?:age|edad|العمر|السن|age of (?:the )?(?:child|victim|girl|boy)|age de l'enfant"
    rf"|edad de la (?:victima|nina)|edad del nino|عمر ال(?:طفل|طفله|ضحيه))(?: is| est"
    rf"| es)? ?[:=] ?(?P<age>{AGE})(?! ?(?:-|to|a|/|الي) ?\d)"
)
ARABIC = re.compile(
    rf"(?<!\w)(?:و|ال|لل|ب|ل)?(?:طفله|طفل|فتاه|فتي|بنت|ولد|تلميذه?|طالبه?|صبي|صبيه|ابنه?"
    rf"|قاصره?|ناجيه|ضحيه|رضيعه?|مراهقه?|شقيقت?ه?ا?|اخت\w*|حفيدت?ه?ا?|يتيمه?|صغيره?)(?!\w)"
    rf"(?P<gap>[^.;!?\d]{{0,40}}?)(?:ذات|ذو|ذي|ذا|في|ابنه|ابن|بنت|لم تتجاوز|بلغت|بلغ|اتمت"
    rf"|اتم)(?: عمر| سن| ربيعها| ال)? ?(?:ال)? ?-?(?P<age>{AGE}|{alternatives(*ORDINALS)}"
    rf"|{alternatives(*NUMBER_WORDS)}) ?(?:ال)?(?:{_YEARS}|من عمر|(?= ?[,.;)]| ?$))"
)
ARABIC_ORDINAL = re.compile(
    rf"(?<!\w)(?:طفله|طفل|فتاه|فتي|بنت|ولد|ابنت?ه?ا?|ال?صبي|ال?طفله?|ال?فتاه|ال?تلميذه?|ال?طالبه?"
    rf"|ناجيه|ضحيه)(?!\w)(?P<gap>[^.;!?\d]{{0,25}}?)(?:ابنه|ابن|بنت|في|ذات|ذو|بلغت|بلغ|دخلت"
    rf"|اتمت)? ?(?:سن )?(?P<age>{alternatives(*ORDINALS)})(?:(?: من (?:ال)?عمر\w*)|(?= ?[,.;)]"
    rf"| ?$))"
)
_ARABIC_AGED = alternatives(*words("children.arabic_aged"))
_ARABIC_FEW_YEARS = alternatives(*words("children.arabic_few_years"))
DUAL = re.compile(
    rf"(?<![\w-])(?P<child>{_CHILD})(?!\w|-)(?P<gap>[^.;!?\d]{{0,40}}?)"
    rf"(?<!\w){_ARABIC_AGED}"
    rf"(?: من العمر)? "
    rf"(?P<age>{_ARABIC_FEW_YEARS})"
    rf"(?!\w)"
)
PATTERNS = (
    BEFORE,
    FAR,
    NEAR,
    OF,
    BARE,
    PLAIN,
    ALONE,
    PRONOUN,
    SHE_IS,
    POSSESSED,
    AGE_LABEL,
    ARABIC,
    ARABIC_ORDINAL,
    DUAL,
)
MANY = any_of(*words("children.many"))
LAW = any_of(*words("children.law"))
BOUND = re.compile(
    r"(?:under|over|least|moins de|plus de|menor de|mayor de|menores de|"
    r"mayores de|دون|between|entre) $"
)
GREATEST = 17


def find(reading, country):
    """Where the text tells how old one child is."""
    for pattern in PATTERNS:
        for match in pattern.finditer(reading.low):
            if _is_one(match, reading.low):
                yield "child_age", match.start(), match.end()


def _is_one(match, low):
    name = "age" if match["age"] else "age2"
    age = match[name].strip()
    if age.isdigit() and int(age) > GREATEST + 4:
        return False
    before = low[max(0, match.start() - 30) : match.start()]
    gap = match.groupdict().get("gap") or ""
    if GENERIC.search(before) or MANY.search(gap) or LAW.search(match[0]):
        return False
    if MANY.search(low[max(match.start(), match.start(name) - 12) : match.start(name)].strip()):
        return False
    if BOUND.search(before):
        return False
    return not RANGE.match(low, match.end(name))
