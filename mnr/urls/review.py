"""Addresses of the review of updates."""

from django.urls import path

from mnr.views import review

urlpatterns = [
    path("updates/<uuid:pk>/review/", review.ReviewView.as_view(), name="update_review"),
    path("updates/<uuid:pk>/endorse/", review.EndorseView.as_view(), name="update_endorse"),
    path("updates/<uuid:pk>/accept/", review.AcceptView.as_view(), name="update_accept"),
    path("updates/<uuid:pk>/return/", review.ReturnView.as_view(), name="update_return"),
    path("updates/<uuid:pk>/history/", review.UpdateHistoryView.as_view(), name="update_history"),
    path("updates/<uuid:pk>/comments/", review.CommentCreateView.as_view(), name="comment_create"),
    path(
        "comments/<uuid:pk>/resolve/", review.CommentResolveView.as_view(), name="comment_resolve"
    ),
]
