"""Pages for files of every register: taking them away, sending them in, confirming."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import once, permissions
from mnr.forms.base import Form
from mnr.models import ImportRun
from mnr.registers import exports, imports, reading
from mnr.registers.assigned import dead_end
from mnr.registers.forms import EntryFilter
from mnr.registers.views import EntryView
from mnr.roles import Action
from mnr.services.errors import Refused

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


NARROWED_WRONGLY = _("Nothing was taken: the list is narrowed by something that there is not.")


class FileForm(Form):
    """A file to send in."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A workbook (.xlsx) or CSV in UTF-8 of the layout that the export has. 5 MB at most. "
            "It is read once and then deleted."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class EntryExportView(EntryView):
    """The entries as a file: those that the list shows, or all. Taking them is an event."""

    action = Action.EXPORT_UNPUBLISHED
    wanted = ""
    page = "export"

    def post(self, request):
        kind = request.POST.get("kind", "csv")
        if kind not in KINDS:
            raise Http404
        rows = self.visible(self.register.rows(), self.register.actions.read)
        asked = request.POST.get("asked", "")
        if request.POST.get("all"):
            rows = rows.standing()
        else:
            form = EntryFilter(QueryDict(asked), register=self.register, reader=request.user)
            if form.is_wrong:
                messages.error(request, NARROWED_WRONGLY)
                return redirect(f"{self.register.url('list')}?{QueryDict(asked).urlencode()}")
            rows = form.narrowed(rows)
        try:
            data = exports.take(
                register=self.register, rows=rows, kind=kind, asked=asked, by=request.user
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect(f"{self.register.url('list')}?{asked}")
        name = f"{self.register.slug}-{timezone.localdate()}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(data, content_type=KINDS[kind], headers=headers)


class EntryImportView(EntryView):
    """Send a file in; a job looks at it first."""

    action = Action.IMPORT_RUN
    wanted = ""
    page = "import"

    def get(self, request):
        return self.shown(FileForm())

    def post(self, request):
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.shown(form, status=422)

        def act():
            file = form.cleaned_data["file"]
            run = imports.send(
                register=self.register, data=file.read(), by=request.user, name=file.name
            )
            return run_url(self.register, run)

        try:
            return once.run_once(request, act)
        except Refused as refusal:
            form.add_error("file", refusal.message)
            return self.shown(form, status=422)

    def shown(self, form, status=200):
        earlier = permissions.scope(
            self.request.user, Action.IMPORT_READ_RESULT, ImportRun.objects.all()
        ).filter(register=self.register.path)
        context = {
            "form": form,
            "once": once.new_token(),
            "runs": [
                (run, run_url(self.register, run)) for run in earlier.defer("file", "rows")[:10]
            ],
            "most_rows": reading.MOST_ROWS,
            "dead_end": dead_end(self.register, self.pairs),
        }
        return self.show(status=status, **context)


class EntryImportRunView(EntryView):
    """What an import would do, what is wrong where, and the way to confirm or drop it."""

    action = Action.IMPORT_READ_RESULT
    wanted = ""
    page = "import_run"

    def get(self, request, pk):
        run = self.run_or_404(pk)
        context = {
            "run": run,
            "address": request.path,
            "once": once.new_token(),
            "list_address": self.register.url("list"),
            "more_problems": max(0, len(run.problems) - SHOWN),
            "problems": run.problems[:SHOWN],
            "may_store": bool(run.created or run.changed) and run.planned is not None,
            "is_running": not run.is_over and run.state != ImportRun.State.READ,
        }
        return self.show(**context)

    def post(self, request, pk):
        run = self.run_or_404(pk)
        if "drop" in request.POST:
            step, done = imports.drop, _("The import is dropped. Nothing was stored.")
        else:
            step, done = imports.confirm, _("It is being stored.")

        def act():
            step(run=run, by=request.user)
            messages.success(request, done)
            return run_url(self.register, run)

        try:
            return once.run_once(request, act)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect(run_url(self.register, run))

    def run_or_404(self, pk):
        rows = ImportRun.objects.filter(register=self.register.path).select_related("job")
        return self.visible_or_404(rows.defer("file", "rows"), self.action, pk=pk)


SHOWN = 200  # problems on one page


def run_url(register, run):
    return reverse(register.url_name("import_run"), args=[run.pk])
