"""Addresses of people, computers, hidden services, pictures and videos."""

import ipaddress
import re

from mnr.guard.vocabulary import alternatives, any_of, near, words

# A dot and an at sign as people write them to be read by people only.
DOT = r"(?: ?[\[({<] ?(?:\.|dot|point|punto|نقطه) ?[\])}>] ?| (?:dot|punto|point|نقطه) )"
ANY_DOT = rf"(?:\.|{DOT})"
AT = (
    r"(?: ?@ ?| ?[\[({<] ?(?:@|at|a|arobase|arroba|chez|en|اد|ات|ان|علي|في) ?[\])}>] ?"
    r"| (?:arobase|arroba|اتساين) )"
)
EMAIL = re.compile(
    rf"[\w.%+'-]{{1,64}}(?:{AT}[\w-]{{1,63}}(?:{ANY_DOT}[\w-]{{2,63}}){{1,5}}"
    rf"| ?(?: at | en | chez | ات )[\w-]{{1,63}}(?:{DOT}[\w-]{{2,63}}){{1,5}})"
)
# With blanks around the sign and before the dots.
SPACED_EMAIL = re.compile(
    r"(?<![\w.%+'-])[\w.%+'-]{0,40}[a-z][\w.%+'-]{0,23} ?@ ?[a-z][\w-]{0,62}"
    r"(?:\.[\w-]{2,63}){0,4}(?: \. ?[a-z][\w-]{1,62}){1,5}"
)
BARE_AT = re.compile(r"(?<![\w@])[a-z][\w.+-]{1,63}@[a-z][\w-]{1,62}(?!\w)")

ONION = re.compile(
    rf"(?<![a-z0-9])(?:[a-z0-9-]{{3,64}}(?:\.|{DOT})onion(?![a-z])"
    rf"|(?:[a-z2-7]{{16}}|[a-z2-7]{{55,57}}) ?{ANY_DOT} ?onion|[a-z2-7]{{54,58}}(?![a-z0-9]))"
)
SPACED_ONION = re.compile(
    r"(?<![a-z0-9])(?=[a-z2-7 ]{0,90}[2-7])[a-z2-7 ]{16,90} ?\. ?onion(?![a-z])"
)
DEFANGED = re.compile(r"h ?(?:xx|\*\*|tt?x|__) ?ps? ?(?:\[?:\]?) ?//?|h[x*]{2}ps?\b|(?:\[://\])")

EXTENSIONS = (
    "jpg|jpeg|jpe|png|gif|webp|heic|heif|bmp|tiff?|avif|svg|raw|cr2|nef|dng|psd|jfif"
    "|mp4|m4v|mov|avi|mkv|webm|wmv|flv|mpe?g|3gp|3g2|mts|m2ts|vob|ogv|m3u8"
)
MEDIA_FILE = re.compile(
    rf"(?<![\w%)(~-])[\w%)(~-]{{1,200}}+(?:\.|{DOT})(?:{EXTENSIONS})(?![\w-])(?!\.[a-z]{{2}})"
)
HOSTS = (
    "imgur|flickr|staticflickr|instagram|cdninstagram|pinterest|pinimg|imgbb|ibb|postimg|postimages"
    "|gyazo|prnt|prntscr|snapchat|tiktok|youtube|youtu|ytimg|vimeo|vimeocdn|dailymotion|dai|twitch"
    "|streamable|rumble|bitchute|odysee|redgifs|gfycat|giphy|tenor|tumblr|photobucket|imageshack"
    "|imagebam|imgbox|imagevenue|pixhost|turboimagehost|deviantart|500px|smugmug|shutterfly"
    "|photos|lensdump|catbox|gofile|pixeldrain|mediafire|mega|anonfiles|bayfiles|wetransfer|we"
    "|sendspace|zippyshare|dropbox|dropboxusercontent|1drv|krakenfiles|workupload|send"
    "|bunkr|cyberdrop"
    "|t|telegram|discordapp|discord|cdn|kik|vk|ok|rutube|bilibili|kuaishou|likee|triller"
    "|loom|wistia"
    "|jumpshare|icloud|imagetwist|fapello|vidyard|veoh|metacafe|9gag|imgflip|twimg|fbcdn|fb"
    "|unsplash|uploadir|img|picsur|sibnet|file|filebin|terabox|dood|streamtape|voe|mixdrop"
    "|x265"
)
MEDIA_HOST = re.compile(
    rf"(?<![\w-])(?:[\w-]{{1,63}}(?:\.|{DOT})){{0,3}}(?:{HOSTS})(?:\.|{DOT})"
    r"(?:com|net|org|be|ly|co|nz|io|me|cc|gg|tv|sh|is|it|to|st|su|ru|app|moe|xxx|pics|link|ws|sc"
    r"|site|video|photos|ms|co\.nz|google\.com|googleusercontent\.com|live\.com|example)"
    r"(?:/|\?|:\d)[^\s]{1,300}"
)
MEDIA_URL = re.compile(
    r"(?:https?://|www\.)(?![^\s]{0,300}\.(?:pdf|docx?|xlsx?|html?|aspx?|odt)\b)[^\s/]{3,100}"
    r"(?:/[^\s/]{0,100}){0,6}?/(?:photos?|pictures?|gallery|albums?|videos?|watch|clips?|stream"
    r"|embed|thumb(?:nail)?s?|fotos?|imagenes|galeria|galerie)[/?][^\s]{1,300}"
)
SHORT_LINK = re.compile(
    rf"(?<![\w.@-])(?:www\.)?(?:bit{ANY_DOT}ly|tinyurl{ANY_DOT}com|goo{ANY_DOT}gl|t{ANY_DOT}co"
    rf"|is{ANY_DOT}gd|v{ANY_DOT}gd|(?:ow|buff|cutt|rebrand|adf|t|bitly|short|shor){ANY_DOT}(?:ly|by)"
    rf"|shorturl{ANY_DOT}at|rb{ANY_DOT}gy|tiny{ANY_DOT}(?:cc|one|ie|pl)|bl{ANY_DOT}ink"
    rf"|lnkd{ANY_DOT}in|s{ANY_DOT}id|shorte{ANY_DOT}st|qr{ANY_DOT}ae|urlz{ANY_DOT}fr"
    rf"|surl{ANY_DOT}li|clck{ANY_DOT}ru|vk{ANY_DOT}cc|u{ANY_DOT}to|fb{ANY_DOT}me|soo{ANY_DOT}gd"
    rf"|lc{ANY_DOT}cx|dub{ANY_DOT}sh|x{ANY_DOT}gd|bc{ANY_DOT}vc|ouo{ANY_DOT}io|kutt{ANY_DOT}it"
    rf"|zpr{ANY_DOT}io|rotf{ANY_DOT}lol|tly{ANY_DOT}link|n9{ANY_DOT}cl|acortar{ANY_DOT}link)"
    r"/[\w~@+-]{2,60}(?![\w-])"
)
PROFILE = re.compile(
    rf"(?<![\w.@-])(?:[a-z-]{{1,12}}\.){{0,2}}(?:"
    rf"(?:facebook|fb|twitter|x|threads|weibo|onlyfans|kwai|fansly|myspace){ANY_DOT}(?:com|net)"
    r"/(?:profile\.php\?id=|people/|@)?"
    rf"|linkedin{ANY_DOT}com/in/|reddit{ANY_DOT}com/(?:u|user)/|bsky{ANY_DOT}app/profile/"
    rf"|roblox{ANY_DOT}com/users/|steamcommunity{ANY_DOT}com/(?:id|profiles)/"
    rf"|(?:linktr{ANY_DOT}ee|wa{ANY_DOT}me|m{ANY_DOT}me|about{ANY_DOT}me|ask{ANY_DOT}fm"
    rf"|signal{ANY_DOT}me|line{ANY_DOT}me|threads{ANY_DOT}com)/@?)"
    r"(?P<whose>[\w.%@+-]{2,80})"
)
OFFICE = re.compile(alternatives(*words("addresses.office")))
GOOGLE = re.compile(
    r"(?:drive|photos|lh\d)\.(?:app\.goo\.gl|google(?:usercontent)?\.com)/[^\s]{2,}"
    r"|photos\.app\.goo\.gl/\w+"
)

IPV4 = re.compile(
    rf"(?<![\w.])(?:\d{{1,3}}(?:\.|{DOT}| \. )){{3}}\d{{1,3}}(?![\w]|\.\d)(?::\d{{2,5}}"
    rf"|/\d{{1,2}})?"
)
IPV6 = re.compile(r"(?<![\w:.])\[?[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:%\w{1,12})?(?![\w:])")
MAC = re.compile(r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])")
VERSION = any_of(*words("addresses.version"))
NUMBERED_PART = re.compile(rf"{VERSION.pattern}[ :.°(-]{{0,3}}(?:n[o°]\.? ?|number |numero )?$")
NETWORK = any_of(*words("addresses.network"))


LINKS = (
    ("onion", (ONION, SPACED_ONION, DEFANGED)),
    ("media_link", (MEDIA_HOST, GOOGLE, MEDIA_URL, MEDIA_FILE)),
    ("short_link", (SHORT_LINK,)),
)


def find(reading, country):
    """Addresses of all kinds."""
    low = reading.low
    for kind, patterns in LINKS:
        for pattern in patterns:
            for match in pattern.finditer(low):
                yield kind, match.start(), match.end()
    for match in PROFILE.finditer(low):
        if not OFFICE.search(match["whose"]):
            yield "profile", match.start(), match.end()
    if _may_hold_email(low):
        for pattern in (EMAIL, SPACED_EMAIL, BARE_AT) if "@" in low else (EMAIL,):
            for match in pattern.finditer(low):
                yield "email", match.start(), match.end()
    yield from _computers(low)


def _may_hold_email(low):
    return "@" in low or any(
        sign in low
        for sign in ("[", "(", "{", "<", " dot ", " punto ", " point ", "arro", "arob", "نقطه")
    )


def _computers(low):
    for match in IPV4.finditer(low):
        octets = [int(part) for part in re.findall(r"\d+", match[0])[:4]]
        if max(octets) <= 255 and _is_computer(octets, match, low):
            yield "ip", match.start(), match.end()
    for match in IPV6.finditer(low):
        if _is_ipv6(match[0].strip("[]").partition("%")[0]):
            yield "ip", match.start(), match.end()
    for match in MAC.finditer(low):
        yield "ip", match.start(), match.end()


def _is_computer(octets, match, low):
    """Four numbers may also be a version or a section: small ones are, unless words say more."""
    if near(NETWORK, low, match.start(), match.end(), 30, 12):
        return True
    if NUMBERED_PART.search(low[max(0, match.start() - 24) : match.start()]):
        return False
    return max(octets) >= 32 or 0 in octets[1:] or ":" in match[0] or "/" in match[0]


def _is_ipv6(run):
    if not re.search("[0-9a-f]", run) or (run.count(":") < 3 and "::" not in run):
        return False
    try:
        ipaddress.IPv6Address(run)
    except ValueError:
        return False
    return True
