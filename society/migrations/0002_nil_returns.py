from django.conf import settings
from django.db import migrations, models

from mnr.migrations._returns import withdraw_empty, withdraw_twins


class Migration(migrations.Migration):

    dependencies = [
        ('mnr', '0029_indicators'),
        ('society', '0001_registers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='educationreturn',
            name='educationreturn_once_a_period',
        ),
        migrations.RemoveConstraint(
            model_name='hotlinereturn',
            name='hotlinereturn_once_a_period',
        ),
        migrations.RemoveConstraint(
            model_name='offendersupportreturn',
            name='offendersupportreturn_once_a_period',
        ),
        migrations.AddField(
            model_name='educationreturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        migrations.AddField(
            model_name='hotlinereturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        migrations.AddField(
            model_name='offendersupportreturn',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        withdraw_empty('society', 'educationreturn', 'hotlinereturn', 'offendersupportreturn'),
        withdraw_twins('society', 'educationreturn', 'period_id', 'organisation_id'),
        withdraw_twins('society', 'hotlinereturn', 'period_id', 'organisation_id'),
        withdraw_twins('society', 'offendersupportreturn', 'period_id', 'organisation_id'),
        migrations.AddConstraint(
            model_name='educationreturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation'), name='educationreturn_once_a_period', violation_error_message='Your organisation has a return for this period already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='educationreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('schools__isnull', True), ('delivering__isnull', True), ('sessions__isnull', True), ('children__isnull', True), ('teachers__isnull', True), ('trained__isnull', True), _negated=True), _connector='OR'), name='educationreturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='educationreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('schools__isnull', True), ('delivering__isnull', True), ('sessions__isnull', True), ('children__isnull', True), ('teachers__isnull', True), ('trained__isnull', True)), _connector='OR'), name='educationreturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
        migrations.AddConstraint(
            model_name='hotlinereturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation'), name='hotlinereturn_once_a_period', violation_error_message='Your organisation has a return for this period already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='hotlinereturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('received__isnull', True), ('from_public__isnull', True), ('from_industry__isnull', True), ('from_police__isnull', True), ('assessed__isnull', True), ('illegal__isnull', True), ('hosted_here__isnull', True), ('passed_in_time__isnull', True), ('passed_abroad__isnull', True), _negated=True), _connector='OR'), name='hotlinereturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='hotlinereturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('received__isnull', True), ('from_public__isnull', True), ('from_industry__isnull', True), ('from_police__isnull', True), ('assessed__isnull', True), ('illegal__isnull', True), ('hosted_here__isnull', True), ('passed_in_time__isnull', True), ('passed_abroad__isnull', True)), _connector='OR'), name='hotlinereturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
        migrations.AddConstraint(
            model_name='offendersupportreturn',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation'), name='offendersupportreturn_once_a_period', violation_error_message='Your organisation has a return for this period already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='offendersupportreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('supported__isnull', True), ('about_themselves__isnull', True), ('about_adults__isnull', True), ('about_children__isnull', True), ('web_users__isnull', True), ('children__isnull', True), _negated=True), _connector='OR'), name='offendersupportreturn_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='offendersupportreturn',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('supported__isnull', True), ('about_themselves__isnull', True), ('about_adults__isnull', True), ('about_children__isnull', True), ('web_users__isnull', True), ('children__isnull', True)), _connector='OR'), name='offendersupportreturn_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
    ]
