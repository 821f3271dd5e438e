"""Addresses of signing in and of one's own account: only what accounts here need of allauth.

An address of a person is changed by the secretariat, so allauth's own page for that is left out.
"""

from allauth.account import views
from django.urls import path, re_path

from mnr.views import account, confirm, factors, profile, sessions, sso, tokens

urlpatterns = [
    path("account/login/", account.SignInView.as_view(), name="account_login"),
    path("account/login/passkey/", account.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("account/login/factor/", account.FactorView.as_view(), name="mfa_authenticate"),
    path("account/sso/", sso.SsoStartView.as_view(), name="sso_start"),
    path("account/sso/callback/", sso.SsoCallbackView.as_view(), name="sso_callback"),
    path("account/sso/confirm/", sso.SsoConfirmView.as_view(), name="sso_confirm"),
    path("account/identity/", sso.IdentityView.as_view(), name="identity"),
    path("account/identity/link/", sso.IdentityLinkView.as_view(), name="identity_link"),
    path("account/identity/unlink/", sso.IdentityUnlinkView.as_view(), name="identity_unlink"),
    path("account/tokens/", tokens.TokenListView.as_view(), name="token_list"),
    path("account/tokens/new/", tokens.TokenCreateView.as_view(), name="token_create"),
    path("account/tokens/<uuid:pk>/revoke/", tokens.TokenRevokeView.as_view(), name="token_revoke"),
    path("account/held/", account.HeldPostView.as_view(), name="held_post"),
    path("account/logout/", account.SignOutView.as_view(), name="account_logout"),
    path("account/signup/", views.signup, name="account_signup"),
    path("account/inactive/", views.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", confirm.ConfirmView.as_view(), name="account_reauthenticate"),
    path("account/profile/", profile.ProfileView.as_view(), name="profile"),
    path("account/readings/", profile.ReadingsView.as_view(), name="update_readings"),
    path("account/stay/", sessions.StayView.as_view(), name="session_stay"),
    path("account/sessions/<uuid:pk>/end/", sessions.SessionEndView.as_view(), name="session_end"),
    path("account/sessions/end-others/", sessions.OthersEndView.as_view(), name="session_others"),
    # second factors
    path("account/factors/", factors.FactorsView.as_view(), name="mfa_index"),
    path("account/factors/passkey/add/", factors.PasskeyAddView.as_view(), name="mfa_add_webauthn"),
    path(
        "account/factors/passkey/<int:pk>/remove/",
        factors.PasskeyRemoveView.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("account/factors/app/add/", factors.AppAddView.as_view(), name="mfa_activate_totp"),
    path(
        "account/factors/app/remove/", factors.AppRemoveView.as_view(), name="mfa_deactivate_totp"
    ),
    path("account/factors/codes/", factors.CodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "account/factors/codes/new/",
        factors.CodesAgainView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    # passwords
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
