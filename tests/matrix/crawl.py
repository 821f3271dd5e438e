"""Reads everything that a signed-in person can reach: follows links, and tries given addresses."""

import html
import io
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pypdf import PdfReader

LINK = re.compile(r'\bhref="([^"#]*)')
NEVER = ("/static/", "/account/logout", "/account/password", "/account/login", "/health/")
MOST_PAGES = 2000


@dataclass(frozen=True)
class Page:
    """One answer: all of it, as text. A PDF's is what its pages say."""

    url: str
    status: int
    content: bytes
    headers: dict

    @property
    def text(self):
        """What stands in it, comments, attributes and headers too."""
        told = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
        if self.headers.get("Content-Type", "").startswith("application/pdf"):
            reader = PdfReader(io.BytesIO(self.content))
            return "\n".join(
                [told, str(reader.metadata), *(p.extract_text() for p in reader.pages)]
            )
        return f"{told}\n{html.unescape(self.content.decode(errors='replace'))}"

    @property
    def links(self):
        """The addresses of ours that it links to."""
        if not self.headers.get("Content-Type", "").startswith("text/html"):
            return
        for link in LINK.findall(self.content.decode(errors="replace")):
            parts = urlsplit(html.unescape(link))
            if parts.path.startswith("/") and not parts.netloc:
                yield parts.path + (f"?{parts.query}" if parts.query else "")


def read(client, url) -> Page:
    """One page; where it only sends on, that is not followed here."""
    answer = client.get(url)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Page(url, answer.status_code, content, dict(answer.headers))


def crawl(client, *seeds, with_queries=True) -> dict[str, Page]:
    """{address: page} of everything that can be reached from the seeds, and of the seeds.

    Without queries, a list is read as it first opens: not sorted, filtered or turned over.
    """
    pages: dict[str, Page] = {}
    waiting = list(seeds)
    while waiting:
        url = waiting.pop()
        if url in pages or url.startswith(NEVER):
            continue
        pages[url] = page = read(client, url)
        waiting += [link for link in page.links if with_queries or "?" not in link]
        if page.status in (301, 302) and page.headers["Location"].startswith("/"):
            waiting.append(page.headers["Location"])
        assert len(pages) < MOST_PAGES, "the crawl does not end"
        assert page.status < 500, url
    return pages
