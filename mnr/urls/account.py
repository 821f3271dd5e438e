"""Addresses of signing in and of one's password: only what accounts here need of django-allauth.

An address of a person is changed by the secretariat, so allauth's own page for that is left out.
"""

from allauth.account import views
from django.urls import path, re_path

from mnr.views.account import HeldPostView, SignInView

urlpatterns = [
    path("account/login/", SignInView.as_view(), name="account_login"),
    path("account/held/", HeldPostView.as_view(), name="held_post"),
    path("account/logout/", views.logout, name="account_logout"),
    path("account/signup/", views.signup, name="account_signup"),
    path("account/inactive/", views.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", views.password_change, name="account_change_password"),
    path("account/password/set/", views.password_set, name="account_set_password"),
    path("account/password/reset/", views.password_reset, name="account_reset_password"),
    path(
        "account/password/reset/done/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
