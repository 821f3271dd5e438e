"""What the trail is narrowed to."""

from django import forms


class TrailFilter(forms.Form):
    """Kind of object, action, and part of a person's name."""

    kind = forms.CharField(required=False, max_length=60)
    action = forms.CharField(required=False, max_length=40)
    person = forms.CharField(required=False, max_length=100)
