"""What the registers of all domains hold: an entry that stands, or a return for one period."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models import entry_rules
from mnr.models.evidence import https_only
from mnr.models.fields import Link, Prose, Text, Title, Total, key, person, withheld

WHERE_PUBLISHED = _("Where the official text stands, beginning with https://.")
BELOW_NOUGHT = _("An amount of money cannot be below nought.")
EARLIEST, LATEST = 1900, 2100  # years; a day outside of them is a slip of the keyboard


def count(label, help_text, **options):
    """A count that an organisation may not know: empty is "not known", and never nought."""
    defaults = {"null": True, "blank": True, "help_text": help_text}
    return models.PositiveIntegerField(label, **defaults | options)


def statement(label, help_text):
    """A statement that is true, false, or not known; a box left alone never means no."""
    return models.BooleanField(label, null=True, blank=True, help_text=help_text)


def document_link(help_text=WHERE_PUBLISHED):
    """Where an entry's document is published."""
    return Link(
        _("address on the web"),
        max_length=500,
        blank=True,
        validators=[https_only],
        help_text=help_text,
    )


def amount(label, help_text):
    """A sum of money that an organisation may not know, in the entry's currency."""
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, BELOW_NOUGHT)],
        help_text=help_text,
    )


def currency():
    """The currency of an entry's amounts."""
    return Text(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as EUR."))],
        help_text=_("Its three letters in ISO 4217, such as KES or EUR."),
    )


def money_rules(model, *amounts):
    """Constraints: no amount is below nought, and none stands without its currency."""
    unknown, positive = Q(), Q()
    for name in amounts:
        unknown &= Q(**{f"{name}__isnull": True})
        positive &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0})
    return [
        models.CheckConstraint(
            name=f"{model}_money_not_negative",
            condition=positive,
            violation_error_message=BELOW_NOUGHT,
        ),
        models.CheckConstraint(
            name=f"{model}_money_has_currency",
            condition=unknown | ~Q(currency=""),
            violation_error_message=_("Say in which currency the amounts are."),
        ),
    ]


def needed_when(name, field, message, **case):
    """A constraint: in this case the field must say something."""
    return models.CheckConstraint(
        name=name,
        condition=~Q(**case) | Q(**{f"{field}__isnull": False}),
        violation_error_message=message,
    )


def sum_at_most(name, parts, whole, message):
    """A constraint: parts that exclude each other are together not more than the whole."""
    names = [*parts, whole]
    unknown = Q()
    for part in names:
        unknown |= Q(**{f"{part}__isnull": True})
    return models.CheckConstraint(
        name=name,
        condition=unknown | Q(**{f"{whole}__gte": Total(*parts)}),
        violation_error_message=message,
    )


def at_most(name, part, whole, message):
    """A constraint: a part is not more than the whole. What is not known breaks nothing."""
    condition = Q(**{f"{part}__lte": models.F(whole)})
    empty = Q(**{f"{part}__isnull": True}) | Q(**{f"{whole}__isnull": True})
    return models.CheckConstraint(
        name=name, condition=empty | condition, violation_error_message=message
    )


def in_order(name, first, second, message):
    """A constraint: one day is not before the other."""
    condition = Q(**{f"{second}__gte": models.F(first)})
    empty = Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True})
    return models.CheckConstraint(
        name=name, condition=empty | condition, violation_error_message=message
    )


def coverage():
    """The regions that something reaches."""
    return models.ManyToManyField(
        "mnr.Region",
        related_name="+",
        blank=True,
        verbose_name=_("regions"),
        help_text=_("Where it works. Leave all empty if it is for the whole country."),
    )


class EntryQuerySet(models.QuerySet):
    """Questions about entries."""

    def standing(self):
        """Those that count: not withdrawn."""
        return self.filter(withdrawn_on=None)


class RegisterEntry(models.Model):
    """An entry that stands until it is changed or withdrawn. It names posts, never persons."""

    id = key()
    organisation = models.ForeignKey(
        "mnr.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("responsible organisation"),
        help_text=_("The organisation that keeps this entry, and may change it."),
    )
    capability = models.ForeignKey(
        "mnr.Capability",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("capability"),
        help_text=_("What it bears on."),
    )
    source = Title(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("The document or system that it comes from, so that others can look it up."),
    )
    public_text = Prose(
        _("public text"),
        help_text=_("What may be published with the report. No names of persons."),
    )
    internal_note = Prose(
        _("internal note"),
        help_text=_(
            "For your organisation, the domain lead, the secretariat and auditors; never published."
        ),
    )
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_because = Text(_("why it was withdrawn"), max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_withheld = withheld()
    recorded_by = person()
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["capability__number", "organisation__name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_withdrawn_with_reason",
                condition=Q(withdrawn_on=None) | ~Q(withdrawn_because=""),
                violation_error_message=_("Say why it is withdrawn."),
            )
        ]

    is_return = False
    policy = "entry"  # what the matrix calls it
    answered_by = ""  # the column of the organisation that answers for it, if not who keeps it
    counts_people = False  # then few read it as it was entered: returns only
    # Of a row of a file: the fields whose cells could not be read. No rule on them is asked.
    unread: frozenset[str] = frozenset()

    @property
    def is_withdrawn(self):
        return self.withdrawn_on is not None

    def validate_constraints(self, exclude=None):
        """As Django does, but each rule is told of the field that it points at."""
        if found := entry_rules.broken(self, exclude):
            raise ValidationError(found)

    def derive(self):
        """Fill in what follows from the columns that people write. Most entries have no such."""

    def clean(self):
        super().clean()
        days = (field for field in self._meta.fields if isinstance(field, models.DateField))
        if wrong := {day.name: words for day in days if (words := self._of_no_time(day))}:
            raise ValidationError(wrong)

    def _of_no_time(self, field):
        """What to say of a day that somebody entered and that cannot be; empty if it can."""
        day, earliest = getattr(self, field.attname), getattr(field, "earliest", EARLIEST)
        if not (field.editable and day) or earliest <= day.year <= LATEST:
            return ""
        years = {"earliest": earliest, "latest": LATEST}
        return _("Give a day between %(earliest)d and %(latest)d.") % years


class PeriodEntry(RegisterEntry):
    """A return: figures of one organisation for one reporting period, whose state it follows."""

    period = models.ForeignKey(
        "mnr.ReportingPeriod",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reporting period"),
        help_text=_("The figures are of this period alone."),
    )
    is_nil = models.BooleanField(
        _("nothing to report for this period"),
        default=False,
        help_text=_("It counts as a return. Leave all figures empty then."),
    )

    class Meta(RegisterEntry.Meta):
        abstract = True
        ordering = ["-period__starts_on", "organisation__name", "pk"]
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["period", "organisation"],
                condition=Q(withdrawn_on=None),
                name="%(class)s_once_a_period",
                violation_error_message=_(
                    "Your organisation has a return for this period already: change that one."
                ),
            ),
        ]

    is_return = True
    policy = "return"

    def __str__(self):
        return f"{self.organisation.label}, {self.period.code}"

    @classmethod
    def figure_names(cls) -> list[str]:
        """The columns of its own that hold numbers."""
        shared = {field.name for field in PeriodEntry._meta.fields}
        numbers = (models.IntegerField, models.DecimalField)
        own = (field for field in cls._meta.fields if field.name not in shared)
        return [field.name for field in own if isinstance(field, numbers)]


def once_a_period_for(field, message):
    """The constraints of a return of which there is one for each value of a further field."""
    name = "%(class)s_once_a_period"
    return [
        *(rule for rule in PeriodEntry.Meta.constraints if rule.name != name),
        models.UniqueConstraint(
            fields=["period", "organisation", field],
            condition=Q(withdrawn_on=None),
            name=name,
            violation_error_message=message,
        ),
    ]
