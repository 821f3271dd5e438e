"""Addresses of the period board and of what is done with a period."""

from django.urls import path

from mnr.views import board, periods

urlpatterns = [
    path("board/", board.BoardView.as_view(), name="board"),
    path("board/<str:code>/", board.BoardView.as_view(), name="board_period"),
    path("periods/first/", periods.FirstPeriodView.as_view(), name="period_first"),
    path("periods/<str:code>/open/", periods.OpenView.as_view(), name="period_open"),
    path("periods/<str:code>/close/", periods.CloseView.as_view(), name="period_close"),
    path("periods/<str:code>/extend/", periods.ExtendView.as_view(), name="period_extend"),
    path("periods/<str:code>/waive/", periods.WaiveView.as_view(), name="period_waive"),
    path("periods/<str:code>/freeze/", periods.FreezeView.as_view(), name="period_freeze"),
    path("periods/<str:code>/approve/", periods.ApproveView.as_view(), name="period_approve"),
    path(
        "periods/<str:code>/publish/request/",
        periods.RequestPublicationView.as_view(),
        name="period_publish_request",
    ),
    path(
        "periods/<str:code>/publish/confirm/",
        periods.ConfirmPublicationView.as_view(),
        name="period_publish_confirm",
    ),
]
