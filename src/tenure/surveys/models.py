"""What customers answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account, Contact
from tenure.foundation.models import ScopedModel
from tenure.surveys.choices import SurveyKind


class SurveyAnswer(ScopedModel):
    """One answer to one question: NPS 0-10, CSAT 1-5, CES 1-7 (7 is the least effort)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="answers")
    contact = models.ForeignKey(Contact, models.SET_NULL, related_name="answers", null=True, blank=True)
    kind = models.CharField(_("survey"), max_length=4, choices=SurveyKind.choices, default=SurveyKind.NPS)
    score = models.PositiveSmallIntegerField(_("score"))
    comment = models.TextField(_("comment"), blank=True)
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        ordering = ["-answered_at", "-pk"]
        indexes = [models.Index(fields=["workspace", "account", "-answered_at"], name="answer_of_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SurveyKind.NPS, score__lte=10)
                | Q(kind=SurveyKind.CSAT, score__range=(1, 5))
                | Q(kind=SurveyKind.CES, score__range=(1, 7)),
                name="score_within_scale",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.score}"
