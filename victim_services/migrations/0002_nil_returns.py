from django.conf import settings
from django.db import migrations, models

from mnr.migrations._returns import withdraw_empty, withdraw_twins


class Migration(migrations.Migration):

    dependencies = [
        ('mnr', '0029_indicators'),
        ('victim_services', '0001_registers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='helplinereturn',
            name='helplinereturn_once_a_period',
        ),
        migrations.RemoveConstraint(
            model_name='remedyreturn',
            name='remedyreturn_once_a_period',
        ),
        migrations.RemoveConstraint(
            model_name='workforcereturn',
            name='workforcereturn_once_a_period',
        ),
        migrations.AddField(
            model_name='helplinereturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        migrations.AddField(
            model_name='remedyreturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        migrations.AddField(
            model_name='workforcereturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        withdraw_empty('victim_services', 'helplinereturn', 'remedyreturn', 'workforcereturn'),
        withdraw_twins('victim_services', 'helplinereturn', 'period_id', 'organisation_id'),
        withdraw_twins('victim_services', 'remedyreturn', 'period_id', 'organisation_id', 'kind'),
        withdraw_twins('victim_services', 'workforcereturn', 'period_id', 'organisation_id'),
        migrations.AddConstraint(
            model_name='helplinereturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation'), name='helplinereturn_once_a_period', violation_error_message='Your organisation has a return for this period already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='helplinereturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('attempted__isnull', True), ('answered__isnull', True), ('counselling__isnull', True), ('csea__isnull', True), ('referred__isnull', True), _negated=True), _connector='OR'), name='helplinereturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='helplinereturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('attempted__isnull', True), ('answered__isnull', True), ('counselling__isnull', True), ('csea__isnull', True), ('referred__isnull', True)), _connector='OR'), name='helplinereturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
        migrations.AddConstraint(
            model_name='remedyreturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation', 'kind'), name='remedyreturn_once_a_period', violation_error_message='Your organisation has a return for this period already on this kind of procedure: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='remedyreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('received__isnull', True), ('decided__isnull', True), ('in_favour__isnull', True), ('median_days__isnull', True), ('awarded__isnull', True), _negated=True), _connector='OR'), name='remedyreturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='remedyreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('received__isnull', True), ('decided__isnull', True), ('in_favour__isnull', True), ('median_days__isnull', True), ('awarded__isnull', True)), _connector='OR'), name='remedyreturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
        migrations.AddConstraint(
            model_name='workforcereturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation'), name='workforcereturn_once_a_period', violation_error_message='Your organisation has a return for this period already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='workforcereturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('posts__isnull', True), ('vacant__isnull', True), ('workers__isnull', True), ('government__isnull', True), ('qualified__isnull', True), ('para__isnull', True), ('trained__isnull', True), ('on_plans__isnull', True), _negated=True), _connector='OR'), name='workforcereturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='workforcereturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('posts__isnull', True), ('vacant__isnull', True), ('workers__isnull', True), ('government__isnull', True), ('qualified__isnull', True), ('para__isnull', True), ('trained__isnull', True), ('on_plans__isnull', True)), _connector='OR'), name='workforcereturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
    ]
