"""Pages on which entries of every register are made, changed and withdrawn."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from mnr import once
from mnr.forms.advice import with_words
from mnr.registers import shown
from mnr.registers.assigned import dead_end
from mnr.registers.forms import WithdrawForm, entry_form
from mnr.registers.glossary import lexicon
from mnr.registers.linked import leading_to
from mnr.registers.outcomes import content
from mnr.registers.views import EntryView
from mnr.services.entries import save_entry, withdraw_entry
from mnr.services.errors import EditConflict, Refused
from mnr.services.held_entries import hold_entry

HELD = _("The entry waits for a second person’s release. You will find it in the list then.")


class EntryFormView(EntryView):
    """A form for an entry. Not routed itself."""

    wanted = "edit"
    page = "form"

    def form(self, data=None, instance=None, **more):
        reader = self.request.user
        options = {"register": self.register, "pairs": self.pairs, "reader": reader, **more}
        form = entry_form(self.register)(data, instance=instance, **options)
        with_words(lexicon(), form)
        return form

    def handle(self, form, **context):
        """Save what was typed; show it again with what is wrong."""
        if not form.is_valid():
            return self.show(form=form, once=once.new_token(), status=422, **context)
        try:
            return once.run_once(self.request, lambda: self.save(form))
        except EditConflict as conflict:
            return self.conflict(form, conflict.current)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        except ValidationError as error:
            for name, messages_of_it in _by_field(error).items():
                form.add_error(name if name in form.fields else None, messages_of_it)
        return self.show(form=form, once=once.new_token(), status=422, **context)

    def conflict(self, form, current):
        """Somebody else saved another version: what differs, and the form as it was typed."""
        _name_version(form, current)
        context = {"form": form, "once": once.new_token(), "entry": current}
        return self.show(differences=self.differences(form, current), status=409, **context)

    def differences(self, form, current) -> list[dict]:
        """What is saved by now beside what was typed, where they differ."""
        related = form.related()
        saved = content(current, self.register)
        typed = content(form.instance, self.register, related)
        return [
            {
                "label": self.register.label(name),
                "before": shown.value(current, self.register.field(name)),
                "after": ", ".join(map(shown.named, related[name]))
                if name in related
                else shown.value(form.instance, self.register.field(name)),
            }
            for name in self.register.entered
            if saved[name] != typed[name]
        ]

    def save(self, form):
        """Keep the entry, or hold it until somebody has released its texts; where to go on."""
        step = {
            "entry": form.instance,
            "related": form.related(),
            "version": form.cleaned_data["version"],
            "by": self.request.user,
        }
        if form.names_no_version:
            raise EditConflict(self.entry_or_404(form.instance.pk))
        if form.reason:
            hold_entry(**step, reason=form.reason)
            messages.success(self.request, HELD)
            return self.register.url("list")
        saved = save_entry(**step)
        messages.success(self.request, _("The entry is saved."))
        return self.register.url("detail", saved)


class EntryCreateView(EntryFormView):
    """Make an entry."""

    wanted = "create"

    def get(self, request):
        context = {"dead_end": dead_end(self.register, self.pairs)}
        return self.show(form=self.form(), once=once.new_token(), **context)

    def post(self, request):
        return self.handle(self.form(request.POST))


class EntryUpdateView(EntryFormView):
    """Change an entry."""

    wanted = "edit"

    def get(self, request, pk):
        entry = self.entry_or_404(pk, self.action)
        return self.show(form=self.form(instance=entry), once=once.new_token(), entry=entry)

    def post(self, request, pk):
        entry = self.entry_or_404(pk, self.action)
        return self.handle(self.form(request.POST, instance=entry), entry=entry)


class EntryWithdrawView(EntryView):
    """Say that an entry does not count any more, and why."""

    wanted = "withdraw"
    page = "withdraw"

    def get(self, request, pk):
        entry = self.entry_or_404(pk, self.action)
        return self.asked(entry, WithdrawForm(initial={"version": entry.version}))

    def post(self, request, pk):
        entry = self.entry_or_404(pk, self.action)
        form = WithdrawForm(request.POST)
        if form.is_valid():
            try:
                return once.run_once(request, lambda: self.withdraw(entry, form.cleaned_data))
            except EditConflict as conflict:
                return self.conflict(form, conflict.current)
            except Refused as refusal:
                form.add_error("because", refusal.message)
        return self.asked(entry, form, status=422)

    def withdraw(self, entry, wanted):
        """Withdraw the version that was read; where to go on."""
        if wanted["version"] is None:
            raise EditConflict(entry)
        withdraw_entry(entry=entry, by=self.request.user, **wanted)
        messages.success(self.request, _("The entry is withdrawn. It stays in the record."))
        return self.register.url("detail", entry)

    def conflict(self, form, current):
        """Somebody else saved another version: what it says by now, and the reason as typed."""
        _name_version(form, current)
        return self.asked(current, form, status=409, rows=self.told(current))

    def asked(self, entry, form, status=200, **more):
        """The form, with the entries that would lead to one that does not count any more."""
        context = {"entry": entry, "form": form, "once": once.new_token(), **more}
        return self.show(status=status, leading=leading_to(entry, self.request.user), **context)


def _name_version(form, current):
    """Let a form that was sent speak of the version that stands."""
    form.data = form.data.copy()
    form.data["version"] = current.version


def _by_field(error) -> dict:
    return getattr(error, "error_dict", None) or {NON_FIELD_ERRORS: error.error_list}
