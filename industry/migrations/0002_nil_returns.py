from django.conf import settings
from django.db import migrations, models

from mnr.migrations._returns import withdraw_empty, withdraw_twins


class Migration(migrations.Migration):

    dependencies = [
        ('industry', '0001_registers'),
        ('mnr', '0029_indicators'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='industryreportreturn',
            name='industryreportreturn_once_a_period',
        ),
        migrations.RemoveConstraint(
            model_name='takedownreturn',
            name='takedownreturn_once_a_period',
        ),
        migrations.AddField(
            model_name='industryreportreturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        migrations.AddField(
            model_name='takedownreturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        withdraw_empty('industry', 'industryreportreturn', 'takedownreturn'),
        withdraw_twins('industry', 'industryreportreturn', 'period_id', 'organisation_id'),
        withdraw_twins('industry', 'takedownreturn', 'period_id', 'organisation_id', 'provider_class'),
        migrations.AddConstraint(
            model_name='industryreportreturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation'), name='industryreportreturn_once_a_period', violation_error_message='Your organisation has a return for this period already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='industryreportreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('received__isnull', True), ('from_abroad__isnull', True), ('actionable__isnull', True), ('providers__isnull', True), _negated=True), _connector='OR'), name='industryreportreturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='industryreportreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('received__isnull', True), ('from_abroad__isnull', True), ('actionable__isnull', True), ('providers__isnull', True)), _connector='OR'), name='industryreportreturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
        migrations.AddConstraint(
            model_name='takedownreturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation', 'provider_class'), name='takedownreturn_once_a_period', violation_error_message='Your organisation has a return for this period already for this class of provider: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='takedownreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('notices__isnull', True), ('removed__isnull', True), ('removed_in_time__isnull', True), ('median_hours__isnull', True), _negated=True), _connector='OR'), name='takedownreturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='takedownreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('notices__isnull', True), ('removed__isnull', True), ('removed_in_time__isnull', True), ('median_hours__isnull', True)), _connector='OR'), name='takedownreturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
    ]
