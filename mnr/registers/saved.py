"""Ways to look at a list that a reader keeps: saved, opened again, forgotten."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from mnr.models import SavedView
from mnr.registers.forms import EntryFilter, SaveViewForm
from mnr.registers.views import EntryListView
from mnr.services.errors import Refused
from mnr.services.saved_views import forget_view, save_view


class EntryViewsView(EntryListView):
    """Save what the list shows now, or forget what was saved."""

    http_method_names = ("post", "options")  # the list itself has an address of its own

    def post(self, request):
        if "forget" in request.POST:
            return self.forget(request.POST["forget"])
        asked, is_wrong = self.asked(request.POST.get("asked", ""))
        form = SaveViewForm(request.POST)
        if form.is_valid() and is_wrong:
            form.add_error("name", _("The list is asked for something that there is not."))
        if form.is_valid():
            name, kept = form.cleaned_data["name"], asked.urlencode()
            try:
                save_view(register=self.register.path, name=name, asked=kept, by=request.user)
            except Refused as refusal:
                form.add_error("name", refusal.message)
            else:
                messages.success(request, _("The view is saved."))
                return redirect(f"{self.register.url('list')}?{kept}")
        return self.listed(asked, form, status=422)

    def forget(self, pk):
        found = SavedView.objects.filter(user=self.request.user, register=self.register.path)
        try:
            view = get_object_or_404(found, pk=pk)
        except ValidationError as error:  # no key at all
            raise Http404 from error
        forget_view(view=view, by=self.request.user)
        messages.success(self.request, _("The view is forgotten."))
        return redirect(self.register.url("list"))

    def asked(self, text):
        """What of it the list knows, in the list's own order, and whether any of that is wrong."""
        sent = QueryDict(text[:2000])
        form = EntryFilter(sent, register=self.register, reader=self.request.user)
        kept = QueryDict(mutable=True)
        for name in form.fields:
            if sent.get(name):
                kept[name] = sent[name]
        return kept, form.is_wrong
