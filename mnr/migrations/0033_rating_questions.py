
import django.db.models.deletion
import mnr.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mnr', '0032_figure_overrides'),
    ]

    operations = [
        migrations.AddField(
            model_name='evidence',
            name='kind',
            field=models.CharField(blank=True, choices=[('law', 'Law, regulation, treaty or court decision'), ('policy', 'Policy, plan, budget, mandate, procedure or agreement'), ('statistics', 'Statistics'), ('evaluation', 'Evaluation, audit, inspection or study'), ('activity', 'Report on what was done'), ('other', 'Another kind, such as news')], help_text='It decides, with age and publisher, how strong the evidence of a rating is.', max_length=10, verbose_name='kind of document'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='publisher',
            field=models.CharField(help_text='The body that answers for what it says.', max_length=200, verbose_name='publisher'),
        ),
        migrations.CreateModel(
            name='RatingQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('jump_in_place', 'The rating in place moves by two levels or more at once. What happened in between?'), ('jump_in_use', 'The rating in use moves by two levels or more at once. What happened in between?'), ('rise_and_indicators', 'The level rises. Do the indicators of this capability show it, and if not, why not?'), ('no_evidence_in_place', 'The rating in place is 3 or more, and no document in force is named with its checks. What does it rest on?'), ('no_evidence_in_use', 'The rating in use is 3 or more, and no document in force is named with its checks. What does it rest on?')], max_length=20, verbose_name='question')),
                ('answer', mnr.models.fields.Prose(blank=True, max_length=600, verbose_name='answer to a question about the rating')),
                ('update', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='mnr.progressupdate')),
            ],
            options={
                'verbose_name': 'question about a rating',
                'verbose_name_plural': 'questions about ratings',
                'ordering': ['key', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('update', 'key'), name='ratingquestion_once')],
            },
        ),
    ]
