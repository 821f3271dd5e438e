"""Addresses of my work, updates, assessments and evidence."""

from django.urls import path

from mnr.views import assessments, evidence, my_work, rating_questions, updates, writing

urlpatterns = [
    path("my-work/", my_work.MyWorkView.as_view(), name="my_work"),
    path(
        "periods/<period:code>/capabilities/<int:number>/start/",
        updates.UpdateStartView.as_view(),
        name="update_start",
    ),
    path("updates/<uuid:pk>/", updates.UpdateDetailView.as_view(), name="update_detail"),
    path("updates/<uuid:pk>/edit/", writing.UpdateEditView.as_view(), name="update_edit"),
    path(
        "updates/<uuid:pk>/autosave/", writing.UpdateAutosaveView.as_view(), name="update_autosave"
    ),
    path(
        "updates/<uuid:pk>/questions/",
        rating_questions.RatingQuestionsView.as_view(),
        name="update_questions",
    ),
    path("updates/<uuid:pk>/check/", updates.UpdateCheckView.as_view(), name="update_check"),
    path("updates/<uuid:pk>/sent/", updates.UpdateSentView.as_view(), name="update_sent"),
    path(
        "updates/<uuid:pk>/withdraw/", updates.UpdateWithdrawView.as_view(), name="update_withdraw"
    ),
    path("updates/<uuid:pk>/delete/", updates.UpdateDeleteView.as_view(), name="update_delete"),
    path(
        "updates/<uuid:pk>/assessment/",
        assessments.AssessmentView.as_view(),
        name="update_assessment",
    ),
    path(
        "updates/<uuid:pk>/assessment/confirm/",
        assessments.ConfirmAssessmentView.as_view(),
        name="update_confirm_assessment",
    ),
    path(
        "updates/<uuid:pk>/assessment/remove/",
        assessments.RemoveAssessmentView.as_view(),
        name="update_remove_assessment",
    ),
    path("evidence/", evidence.EvidenceListView.as_view(), name="evidence_list"),
    path("evidence/new/", evidence.EvidenceCreateView.as_view(), name="evidence_create"),
    path("evidence/<uuid:pk>/edit/", evidence.EvidenceUpdateView.as_view(), name="evidence_update"),
    path(
        "evidence/<uuid:pk>/withdraw/",
        evidence.EvidenceWithdrawView.as_view(),
        name="evidence_withdraw",
    ),
]
