from django.conf import settings
from django.db import migrations, models

from mnr.migrations._returns import withdraw_twins


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0001_registers'),
        ('mnr', '0029_indicators'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        withdraw_twins('governance', 'CommitteeMeeting', 'body_id', 'held_on', 'kind'),
        migrations.AddConstraint(
            model_name='committeemeeting',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('body', 'held_on', 'kind'), name='committeemeeting_once', nulls_distinct=False, violation_error_message='A meeting of this body and kind on that day stands here already: change that one.'),
        ),
    ]
