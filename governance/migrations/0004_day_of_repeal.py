from django.conf import settings
from django.db import migrations, models

from mnr.migrations._returns import empty


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0003_labels'),
        ('mnr', '0035_files_of_statistics'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='legalinstrument',
            name='repealed_on',
            field=models.DateField(blank=True, help_text='When it ceased to bind. Empty unless it is repealed.', null=True, verbose_name='repealed'),
        ),
        empty('governance', 'LegalInstrument', 'in_force_on', status__in=['draft', 'tabled']),
        migrations.AddConstraint(
            model_name='legalinstrument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['draft', 'tabled']), _negated=True), ('in_force_on', None), _connector='OR'), name='legalinstrument_not_yet_in_force_has_no_day', violation_error_message='It is not in force yet: leave the day empty.'),
        ),
        migrations.AddConstraint(
            model_name='legalinstrument',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'repealed'), ('repealed_on', None), _connector='OR'), name='legalinstrument_day_of_repeal_is_of_repealed', violation_error_message='It is not repealed: leave the day of repeal empty.'),
        ),
        migrations.AddConstraint(
            model_name='legalinstrument',
            constraint=models.CheckConstraint(condition=models.Q(('adopted_on__isnull', True), ('repealed_on__isnull', True), ('repealed_on__gte', models.F('adopted_on')), _connector='OR'), name='legalinstrument_repealed_after_adopted', violation_error_message='It cannot be repealed before it was adopted.'),
        ),
        migrations.AddConstraint(
            model_name='legalinstrument',
            constraint=models.CheckConstraint(condition=models.Q(('in_force_on__isnull', True), ('repealed_on__isnull', True), ('repealed_on__gte', models.F('in_force_on')), _connector='OR'), name='legalinstrument_repealed_after_in_force', violation_error_message='It cannot be repealed before it was in force.'),
        ),
    ]
