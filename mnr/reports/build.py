"""The job that builds a report: reads the snapshot, sets the document, keeps the file."""

import logging
import time
from importlib import import_module

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mnr.models import Report, Snapshot
from mnr.reports import committee, document, storage
from mnr.roles import Action
from mnr.services import jobs, reports
from mnr.services.errors import Refused

logger = logging.getLogger(__name__)

READ, WRITTEN, LAID_OUT = 5, 30, 90  # percent of the work done at the end of each step
PAGES_AT_LEAST = 40  # how many pages the progress counts on; a longer report just moves slower
APT = "apt-get install -y libpangoft2-1.0-0 libharfbuzz-subset0"


@jobs.job(
    reports.JOB,
    queue="reports",
    attempts=3,
    failed=reports.mark_failed,
    action=Action.REPORT_MAKE_INTERNAL,
)
def build_report(*, report, progress):
    """Build one report. Done twice, it gives the same file."""
    row = Report.objects.select_related("snapshot").get(pk=report)
    if row.status == Report.Status.READY and storage.holds(row.sha256):
        return
    reports.mark_building(row)
    began = time.monotonic()
    rendered = render(row.snapshot, row.language, progress)
    with translation.override(row.language):
        progress(LAID_OUT, _("Storing the file"))
    sha256 = _store(rendered.data)
    try:
        reports.mark_ready(
            row,
            sha256=sha256,
            pages=rendered.pages,
            size=len(rendered.data),
            seconds=round(time.monotonic() - began, 1),
        )
    except reports.Overtaken:
        if not Report.objects.filter(sha256=sha256).exists():
            storage.discard(sha256)  # another job builds it as it is to be read now


def render(snapshot: Snapshot, language="en", progress=lambda percent, text: None):
    """The finished document of a snapshot's committee edition."""
    pdf = _renderer()
    # the settings of this machine must not show in the file
    with translation.override(language), timezone.override("UTC"):
        progress(0, _("Reading the snapshot"))
        edition = committee.committee_edition(snapshot)
        html = document.render(edition, progress=_sections(progress))
        try:
            return pdf.render(html, on_page=_pages(progress))
        except pdf.CannotRender as error:
            raise Refused(
                _("The report could not be set: %(reason)s.") % {"reason": error}
            ) from error


def _sections(progress):
    def written(done, every):
        text = _("Writing section %(done)s of %(all)s") % {"done": done, "all": every}
        progress(READ + (WRITTEN - READ) * done // every, text)

    return written


def _pages(progress):
    def laid_out(page):
        share = page / (page + PAGES_AT_LEAST / 2)  # nears the whole, however many pages come
        text = _("Laying out page %(page)s") % {"page": page}
        progress(int(WRITTEN + (LAID_OUT - WRITTEN) * share), text)

    return laid_out


def _renderer():
    """The renderer's module, imported here because only this needs the Pango library."""
    try:
        return import_module("mnr.reports.pdf")
    except OSError as error:
        logger.error("the renderer of PDF does not load: %s", error)
        raise Refused(
            _("The Pango library that sets the pages is missing. The operator installs it: %(apt)s")
            % {"apt": APT}
        ) from error


def _store(data):
    try:
        return storage.store(data)
    except storage.NoRoom as error:
        logger.error("no room on the disk for a report of %s bytes", len(data))
        raise Refused(
            _("The storage for reports is full. When there is room again, try again.")
        ) from error
    except OSError as error:
        logger.error("a report cannot be stored: %s", error)
        raise Refused(
            _("The folder for reports cannot be written to (%(reason)s). Tell the operator.")
            % {"reason": error.strerror}
        ) from error
