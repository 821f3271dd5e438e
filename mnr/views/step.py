"""A page that explains one step, and takes it. Sent twice, the step is taken once."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse

from mnr import once
from mnr.access import ScopedView
from mnr.forms.base import Form, Rules
from mnr.roles import Action
from mnr.services.errors import Refused


class StepView(ScopedView):
    """One form that calls one service. Subclasses say what it shows and what it does."""

    action = Action.FRAMEWORK_READ
    form_class: type[Rules] = Form
    template_name = ""

    def get(self, request, *args, **kwargs):
        self.find(**kwargs)
        return self.show(self.form())

    def post(self, request, **kwargs):
        try:
            return once.run_once(request, lambda: self.act(**kwargs))
        except Refused as refusal:
            field = refusal.field if refusal.field in self.sent.fields else None
            self.sent.add_error(field, refusal.message)
        except InvalidForm:
            pass
        return self.show(self.sent, status=422)

    def act(self, **kwargs):
        """Find the row, check the form, take the step; where to go next."""
        self.find(**kwargs)
        self.sent = self.form(self.request.POST)
        if not self.sent.is_valid():
            raise InvalidForm
        message = self.take(self.sent)
        if message:
            messages.success(self.request, message)
        return self.next_url()

    def find(self, *args, **kwargs):
        """Look up what the page is about; 404 if the reader may not see it."""

    def form(self, data=None):
        return self.form_class(data, **self.form_arguments())

    def form_arguments(self):
        return {}

    def take(self, form):
        """Call the service; the words for what was done."""
        raise NotImplementedError

    def next_url(self):
        return reverse("board")

    def show(self, form, status=200):
        context = {"form": form, "token": once.new_token(), **self.context()}
        return render(self.request, self.template_name, context, status=status)

    def context(self):
        return {}


class InvalidForm(Exception):
    """The form has errors; they are on it."""
