from django.conf import settings
from django.db import migrations, models

from mnr.migrations._returns import withdraw_empty, withdraw_twins


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0002_glossary'),
        ('mnr', '0029_indicators'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='coveragereview',
            name='coveragereview_once_a_period',
        ),
        migrations.AddField(
            model_name='coveragereview',
            name='is_nil',
            field=models.BooleanField(default=False, help_text='It counts as a return. Leave all figures empty then.', verbose_name='nothing to report for this period'),
        ),
        withdraw_empty('media', 'coveragereview'),
        withdraw_twins('media', 'coveragereview', 'period_id', 'organisation_id'),
        migrations.AddConstraint(
            model_name='coveragereview',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('period', 'organisation'), name='coveragereview_once_a_period', violation_error_message='Your organisation has a return for this period already: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='coveragereview',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', True), models.Q(('reviewed__isnull', True), ('identifying__isnull', True), ('corrected__isnull', True), ('sound_terms__isnull', True), ('complaints__isnull', True), ('upheld__isnull', True), _negated=True), _connector='OR'), name='coveragereview_has_figures_or_is_nil', violation_error_message='Give at least one figure, or say that there is nothing to report for this period.'),
        ),
        migrations.AddConstraint(
            model_name='coveragereview',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', False), ('is_nil', False), models.Q(('reviewed__isnull', True), ('identifying__isnull', True), ('corrected__isnull', True), ('sound_terms__isnull', True), ('complaints__isnull', True), ('upheld__isnull', True)), _connector='OR'), name='coveragereview_nil_has_no_figures', violation_error_message='There is nothing to report, and yet there are figures: take one of them away.'),
        ),
    ]
