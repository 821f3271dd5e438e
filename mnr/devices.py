"""Which device a request comes from and roughly from where, in words; nobody outside is asked."""

import ipaddress
import re

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
UNKNOWN = "?"
KEPT_BITS = {4: 24, 6: 48}


def device_of(user_agent: str) -> str:
    """Browser and system by what the browser says of itself, such as "Firefox, Windows"."""
    browser = next((name for sign, name in BROWSERS if f"{sign}/" in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    found = ", ".join(filter(None, [browser, system]))
    return found or re.sub(r"[^\w ./-]", "", user_agent)[:40].strip() or UNKNOWN


def network_of(address: str) -> str:
    """The address without its last part, such as "192.0.2.0/24"."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return UNKNOWN
    return str(ipaddress.ip_network(f"{found}/{KEPT_BITS[found.version]}", strict=False))
