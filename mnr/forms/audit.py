"""What the trail is narrowed to."""

from django import forms

from mnr.models import Domain, Organisation


class TrailFilter(forms.Form):
    """Who, what, on which object, whose and when; a value that makes no sense narrows nothing."""

    kind = forms.CharField(required=False, max_length=60)
    action = forms.CharField(required=False, max_length=40)
    person = forms.CharField(required=False, max_length=100)
    object = forms.CharField(required=False, max_length=60)
    organisation = forms.ModelChoiceField(Organisation.objects.all(), required=False)
    domain = forms.ModelChoiceField(Domain.objects.all(), required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    before = forms.IntegerField(required=False, min_value=1)

    @classmethod
    def chosen(cls, data) -> dict:
        """What was asked for and can be understood."""
        form = cls(data)
        form.is_valid()
        return {name: value for name, value in form.cleaned_data.items() if value}
