"""What values of indicators are due, and one page to enter them all."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mnr import once
from mnr.access import ScopedView
from mnr.forms.observations import value_forms
from mnr.roles import Action
from mnr.selectors import indicators_due
from mnr.services.observations import NotEntered, Typed, enter_values

VALUE = "-value"


class ValuesDueView(ScopedView):
    """Per organisation: what is due in the open period, entered all at once or not at all."""

    action = Action.INDICATOR_ENTER

    def get(self, request):
        calls = indicators_due.calls(request.user)
        return self.show(calls, value_forms(_offered(calls)))

    def post(self, request):
        calls = indicators_due.calls(request.user)
        forms = value_forms(_all(calls), request.POST)
        strays = strays_of(request.POST, forms)
        typed = {code: form for code, form in forms.items() if form.is_bound}
        wrong = [form for form in typed.values() if not form.is_valid()]
        if strays or wrong or not typed:
            return self.show(calls, forms, strays, nothing=not typed and not strays, status=422)
        try:
            return once.run_once(request, lambda: self.enter(typed))
        except NotEntered as refusal:
            for code, found in refusal.errors.items():
                typed[code].tell(found)
        return self.show(calls, forms, status=422)

    def enter(self, typed):
        """Record the values; where to go on."""
        values = {code: Typed(form.instance, form.reason) for code, form in typed.items()}
        held = enter_values(values=values, by=self.request.user)
        saved = len(values) - held
        if saved:
            words = ngettext("%(count)d value is saved.", "%(count)d values are saved.", saved)
            messages.success(self.request, words % {"count": saved})
        if held:
            words = ngettext(
                "%(count)d waits for a second person’s release.",
                "%(count)d wait for a second person’s release.",
                held,
            )
            messages.success(self.request, words % {"count": held})
        return reverse("values_due")

    def show(self, calls, forms, strays=(), *, nothing=False, status=200):
        context = {
            "calls": [(call, _sections(call, forms)) for call in calls],
            "due": sum(len(call.due) for call in calls),
            "period": calls[0].period if calls else None,
            "errors": errors_of(forms, strays, nothing),
            "has_errors": status != 200,
            "strays": strays,
            "token": once.new_token(),
            "values_url": reverse("observation_list"),
        }
        return render(self.request, "indicators/due.html", context, status=status)


def _all(calls):
    return [row for call in calls for row in call.rows]


def _offered(calls):
    """The rows with a form: what was entered is changed where it stands."""
    return [row for call in calls for row in call.rows if row.is_due or not row.entered]


def _sections(call, forms):
    """[(heading, [(row, form)])]; a value that was entered meanwhile keeps what was typed."""
    entered = [row for row in call.entered if not row.is_due]
    typed = [row for row in entered if row.indicator.code in forms]
    typed = [row for row in typed if forms[row.indicator.code].is_bound]
    parts = (
        (_("Due"), [*call.due, *typed]),
        (_("Not due, but can be entered"), call.others),
    )
    return [
        (heading, [(row, forms[row.indicator.code]) for row in rows])
        for heading, rows in parts
        if rows
    ]


def strays_of(data, forms) -> list[tuple[str, str]]:
    """[(code, value)] of values for which there is no row any more."""
    typed = {name.removesuffix(VALUE): data[name].strip() for name in data if name.endswith(VALUE)}
    return [(code, value) for code, value in typed.items() if value and code not in forms]


def errors_of(forms, strays, nothing) -> list[dict]:
    """All that is wrong, each with the code of its indicator and the way to its field."""
    found = [
        {"text": f"{code}: {message}", "url": f"#{field.error_target}"}
        for code, form in forms.items()
        if form.is_bound
        for field in form
        for message in field.errors
    ]
    found += [
        {
            "text": _("%(code)s: %(value)s cannot be entered here any more. Nothing was saved.")
            % {"code": code, "value": value}
        }
        for code, value in strays
    ]
    if nothing:
        found.append({"text": _("Write at least one value.")})
    return found
