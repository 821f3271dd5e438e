"""HTML to PDF: tagged, PDF/UA-1, from our own files only. The only module that knows WeasyPrint."""

import logging
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.html import escape
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from mnr.charts import palette

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Source Sans 3"
OWN_FILES = {
    f"report:{name}": FONTS / name
    for name in ("SourceSans3-Regular.ttf", "SourceSans3-SemiBold.ttf")
}
VARIANT = "pdf/ua-1"
PAGE_STEP = "Step 5 - Creating layout - Page %d"


class CannotRender(Exception):
    """The document asks for something foreign, or for more than a report may take."""


@dataclass(frozen=True)
class Limits:
    """What one document may take: seconds, and memory of the process in MB."""

    seconds: int = 600
    megabytes: int = 1500


@dataclass(frozen=True)
class Rendered:
    """A finished document."""

    data: bytes
    pages: int


class ForeignAddress(FatalURLFetchingError):
    """Something that is not ours was asked for. WeasyPrint stops at this kind of error only."""


class OwnFiles(URLFetcher):
    """Gives our fonts by their exact names and data: addresses, and nothing else."""

    def __init__(self):
        super().__init__()
        self.refused: list[str] = []

    def fetch(self, url, headers=None):
        if url in OWN_FILES:
            content = OWN_FILES[url].read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})
        if url.startswith("data:"):
            return super().fetch(url, headers)
        self.refused.append(url)
        raise ForeignAddress(url)


def render(
    html: str, *, on_page: Callable[[int], None] | None = None, limits: Limits | None = None
) -> Rendered:
    """Set the document; `on_page` hears the number of each page as it is laid out."""
    # Drawings name the fonts of screens; a file that is the same everywhere has its own.
    html = html.replace(escape(palette.FONT), FAMILY)
    files = OwnFiles()
    try:
        with _watched(on_page, limits or Limits()):
            rendered = _render(html, files)
    except FatalURLFetchingError as error:  # a BaseException: nobody above would catch it
        raise CannotRender(f"foreign address: {error}") from error
    except (ArithmeticError, MemoryError, RecursionError) as error:
        raise CannotRender(f"the text cannot be laid out: {type(error).__name__}") from error
    if files.refused:  # within a drawing WeasyPrint goes on after the error
        raise CannotRender(f"foreign address: {files.refused[0]}")
    return rendered


def _render(html, files):
    document = HTML(string=html, url_fetcher=files).render(
        font_config=FontConfiguration(), pdf_variant=VARIANT
    )
    document.metadata.title = " ".join((document.metadata.title or "").split())
    return Rendered(document.write_pdf(pdf_variant=VARIANT), len(document.pages))


@contextmanager
def _watched(on_page, limits) -> Iterator[None]:
    """Hear WeasyPrint's progress: tell of each page, and stop what takes too much."""
    logger = logging.getLogger("weasyprint.progress")
    watch = _Watch(on_page, limits)
    level, propagate = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(watch)
    try:
        yield
    finally:
        logger.removeHandler(watch)
        logger.setLevel(level)
        logger.propagate = propagate


class _Watch(logging.Handler):
    def __init__(self, on_page, limits):
        super().__init__()
        self.on_page = on_page
        self.limits = limits
        self.deadline = time.monotonic() + limits.seconds

    def emit(self, record):
        if time.monotonic() > self.deadline:
            raise CannotRender(f"it takes longer than {self.limits.seconds} seconds")
        if memory() > self.limits.megabytes:
            raise CannotRender(f"it takes more than {self.limits.megabytes} MB of memory")
        if self.on_page and record.msg == PAGE_STEP:
            self.on_page(record.args[0])


def memory() -> int:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
