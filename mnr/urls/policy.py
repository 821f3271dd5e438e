"""Addresses of what is about the policy itself: reasons, reviews, hand-overs, separation."""

from django.urls import path

from mnr.views import access_review, explain, separations

urlpatterns = [
    path("policy/explain/", explain.ExplainView.as_view(), name="policy_explain"),
    path("people/<uuid:pk>/rights/", explain.RightsView.as_view(), name="person_rights"),
    path("people/review/", access_review.AccessReviewView.as_view(), name="access_review"),
    path(
        "people/review/done/",
        access_review.AccessReviewDoneView.as_view(),
        name="access_review_done",
    ),
    path(
        "roles/<uuid:pk>/renew/",
        access_review.MembershipRenewView.as_view(),
        name="membership_renew",
    ),
    path("hand-overs/", access_review.HandOverListView.as_view(), name="hand_over_list"),
    path(
        "hand-overs/<uuid:pk>/", access_review.HandOverCloseView.as_view(), name="hand_over_close"
    ),
    path("separation/", separations.SeparationListView.as_view(), name="separation_list"),
    path("separation/new/", separations.SeparationRequestView.as_view(), name="separation_request"),
    path(
        "separation/<uuid:pk>/confirm/",
        separations.SeparationConfirmView.as_view(),
        name="separation_confirm",
    ),
    path(
        "separation/<uuid:pk>/end/",
        separations.SeparationEndView.as_view(),
        name="separation_end",
    ),
]
