"""Addresses of organisations, people and roles."""

from django.urls import path

from mnr.views import invitations, organisations, people, person_accounts, regions
from mnr.views.sso import SsoAcceptView

urlpatterns = [
    path("regions/", regions.RegionListView.as_view(), name="region_list"),
    path("regions/edit/", regions.RegionsEditView.as_view(), name="region_edit"),
    path("organisations/", organisations.OrganisationListView.as_view(), name="organisation_list"),
    path(
        "organisations/new/",
        organisations.OrganisationCreateView.as_view(),
        name="organisation_create",
    ),
    path(
        "organisations/<uuid:pk>/",
        organisations.OrganisationDetailView.as_view(),
        name="organisation_detail",
    ),
    path(
        "organisations/<uuid:pk>/edit/",
        organisations.OrganisationUpdateView.as_view(),
        name="organisation_update",
    ),
    path(
        "organisations/<uuid:pk>/capabilities/new/",
        organisations.AssignmentCreateView.as_view(),
        name="assignment_create",
    ),
    path(
        "assignments/<uuid:pk>/end/",
        organisations.AssignmentEndView.as_view(),
        name="assignment_end",
    ),
    path("people/", people.PersonListView.as_view(), name="person_list"),
    path("people/invitations/", invitations.InvitationListView.as_view(), name="invitation_list"),
    path(
        "people/invitations/new/",
        invitations.InvitationCreateView.as_view(),
        name="invitation_create",
    ),
    path(
        "people/invitations/<uuid:pk>/release/",
        invitations.InvitationReleaseView.as_view(),
        name="invitation_release",
    ),
    path(
        "people/invitations/<uuid:pk>/resend/",
        invitations.InvitationResendView.as_view(),
        name="invitation_resend",
    ),
    path(
        "people/invitations/<uuid:pk>/withdraw/",
        invitations.InvitationWithdrawView.as_view(),
        name="invitation_withdraw",
    ),
    path(
        "invitation/<str:token>/",
        invitations.InvitationAcceptView.as_view(),
        name="invitation_accept",
    ),
    path("invitation/<str:token>/sso/", SsoAcceptView.as_view(), name="invitation_accept_sso"),
    path("people/<uuid:pk>/", people.PersonDetailView.as_view(), name="person_detail"),
    path(
        "people/<uuid:pk>/close/", people.PersonDeactivateView.as_view(), name="person_deactivate"
    ),
    path(
        "people/<uuid:pk>/sign-out/",
        person_accounts.PersonSignOutView.as_view(),
        name="person_sign_out",
    ),
    path(
        "people/<uuid:pk>/open/",
        person_accounts.PersonReactivateView.as_view(),
        name="person_reactivate",
    ),
    path(
        "people/<uuid:pk>/factors/reset/",
        person_accounts.FactorResetView.as_view(),
        name="factor_reset",
    ),
    path(
        "factor-resets/<uuid:pk>/confirm/",
        person_accounts.FactorResetConfirmView.as_view(),
        name="factor_reset_confirm",
    ),
    path(
        "people/<uuid:pk>/roles/new/",
        people.MembershipCreateView.as_view(),
        name="membership_create",
    ),
    path(
        "roles/<uuid:pk>/confirm/",
        people.MembershipConfirmView.as_view(),
        name="membership_confirm",
    ),
    path("roles/<uuid:pk>/end/", people.MembershipEndView.as_view(), name="membership_end"),
]
