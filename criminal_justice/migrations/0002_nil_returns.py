from django.conf import settings
from django.db import migrations, models

from mnr.migrations._returns import withdraw_empty, withdraw_twins


class Migration(migrations.Migration):

    dependencies = [
        ('criminal_justice', '0001_registers'),
        ('mnr', '0029_indicators'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='caseflowreturn',
            name='caseflowreturn_once_a_period',
        ),
        migrations.RemoveConstraint(
            model_name='courtreturn',
            name='courtreturn_once_a_period',
        ),
        migrations.RemoveConstraint(
            model_name='imagedatabasereturn',
            name='imagedatabasereturn_once_a_period',
        ),
        migrations.RemoveConstraint(
            model_name='offendermanagementreturn',
            name='offendermanagementreturn_once_a_period',
        ),
        migrations.AddField(
            model_name='caseflowreturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        migrations.AddField(
            model_name='courtreturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        migrations.AddField(
            model_name='imagedatabasereturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        migrations.AddField(
            model_name='offendermanagementreturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        withdraw_empty('criminal_justice', 'caseflowreturn', 'courtreturn', 'imagedatabasereturn', 'offendermanagementreturn'),
        withdraw_twins('criminal_justice', 'caseflowreturn', 'period_id', 'organisation_id'),
        withdraw_twins('criminal_justice', 'courtreturn', 'period_id', 'organisation_id'),
        withdraw_twins('criminal_justice', 'imagedatabasereturn', 'period_id', 'organisation_id'),
        withdraw_twins('criminal_justice', 'offendermanagementreturn', 'period_id', 'organisation_id'),
        migrations.AddConstraint(
            model_name='caseflowreturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation'), name='caseflowreturn_once_a_period', violation_error_message='Your organisation has a return for this period already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='caseflowreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('reports__isnull', True), ('referrals__isnull', True), ('informational__isnull', True), ('investigations__isnull', True), ('proactive__isnull', True), ('closed__isnull', True), ('arrests__isnull', True), ('arrests_online__isnull', True), ('charged__isnull', True), ('charged_online__isnull', True), ('prosecutions__isnull', True), ('convictions__isnull', True), _negated=True), _connector='OR'), name='caseflowreturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='caseflowreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('reports__isnull', True), ('referrals__isnull', True), ('informational__isnull', True), ('investigations__isnull', True), ('proactive__isnull', True), ('closed__isnull', True), ('arrests__isnull', True), ('arrests_online__isnull', True), ('charged__isnull', True), ('charged_online__isnull', True), ('prosecutions__isnull', True), ('convictions__isnull', True)), _connector='OR'), name='caseflowreturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
        migrations.AddConstraint(
            model_name='courtreturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation'), name='courtreturn_once_a_period', violation_error_message='Your organisation has a return for this period already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='courtreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('finalised__isnull', True), ('convictions__isnull', True), ('acquittals__isnull', True), ('median_days__isnull', True), ('hearings__isnull', True), ('special_measures__isnull', True), ('video_link__isnull', True), ('recorded__isnull', True), ('intermediary__isnull', True), ('judges__isnull', True), ('judges_trained__isnull', True), ('prosecutors__isnull', True), ('prosecutors_trained__isnull', True), _negated=True), _connector='OR'), name='courtreturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='courtreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('finalised__isnull', True), ('convictions__isnull', True), ('acquittals__isnull', True), ('median_days__isnull', True), ('hearings__isnull', True), ('special_measures__isnull', True), ('video_link__isnull', True), ('recorded__isnull', True), ('intermediary__isnull', True), ('judges__isnull', True), ('judges_trained__isnull', True), ('prosecutors__isnull', True), ('prosecutors_trained__isnull', True)), _connector='OR'), name='courtreturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
        migrations.AddConstraint(
            model_name='imagedatabasereturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation'), name='imagedatabasereturn_once_a_period', violation_error_message='Your organisation has a return for this period already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='imagedatabasereturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('users__isnull', True), ('trained__isnull', True), ('victims_identified__isnull', True), _negated=True), _connector='OR'), name='imagedatabasereturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='imagedatabasereturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('users__isnull', True), ('trained__isnull', True), ('victims_identified__isnull', True)), _connector='OR'), name='imagedatabasereturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
        migrations.AddConstraint(
            model_name='offendermanagementreturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation'), name='offendermanagementreturn_once_a_period', violation_error_message='Your organisation has a return for this period already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='offendermanagementreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('managed__isnull', True), ('managed_most__isnull', True), ('breaches__isnull', True), ('travel_notices__isnull', True), ('eligible_custody__isnull', True), ('completed_custody__isnull', True), ('eligible_community__isnull', True), ('completed_community__isnull', True), _negated=True), _connector='OR'), name='offendermanagementreturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='offendermanagementreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('managed__isnull', True), ('managed_most__isnull', True), ('breaches__isnull', True), ('travel_notices__isnull', True), ('eligible_custody__isnull', True), ('completed_custody__isnull', True), ('eligible_community__isnull', True), ('completed_community__isnull', True)), _connector='OR'), name='offendermanagementreturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
    ]
