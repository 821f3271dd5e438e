from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0002_meetings_once'),
    ]

    operations = [
        migrations.AlterField(
            model_name='offencecoverage',
            name='subject',
            field=models.CharField(choices=[('definition', 'Definition of child sexual abuse material'), ('production', 'Producing child sexual abuse material'), ('distribution', 'Distributing child sexual abuse material'), ('possession', 'Possessing child sexual abuse material, whatever the intent'), ('access', 'Knowingly gaining access to child sexual abuse material'), ('technology', 'Offences of child sexual abuse material by means of technology'), ('generated', 'Computer- or AI-generated child sexual abuse material'), ('livestreamed', 'Livestreamed child sexual abuse'), ('grooming', 'Grooming of children for sexual purposes, without a meeting'), ('grooming_meeting', 'Grooming of children for sexual purposes, followed by a meeting'), ('extortion', 'Sexual extortion of children'), ('abuse', 'Sexual abuse of a child'), ('prostitution', 'Exploitation of children in prostitution'), ('trafficking', 'Trafficking for sexual exploitation'), ('travel', 'Sexual exploitation in the context of travel and tourism'), ('consent', 'Protection: age of sexual consent'), ('non_punishment', 'Protection: victims are not punished'), ('anonymity', 'Protection: anonymity before, during and after proceedings'), ('limitation', 'Protection: limitation periods that leave time to report'), ('extraterritorial', 'Extraterritorial jurisdiction'), ('corporate', 'Liability of companies'), ('reporting', 'Mandatory reporting by professionals'), ('reporting_industry', 'Mandatory reporting by service providers')], help_text='One entry for each of a law.', max_length=18, verbose_name='offence or protection'),
        ),
        migrations.AlterField(
            model_name='treatystatus',
            name='treaty',
            field=models.CharField(choices=[('crc', 'Convention on the Rights of the Child (CRC)'), ('opsc', 'CRC: Optional Protocol on the sale of children (OPSC)'), ('opic', 'CRC: Optional Protocol on a communications procedure (OPIC)'), ('lanzarote', 'Lanzarote Convention (CETS 201)'), ('budapest', 'Budapest Convention on Cybercrime (ETS 185)'), ('budapest_2', 'Budapest Convention: Second Additional Protocol (CETS 224)'), ('un_cybercrime', 'United Nations Convention against Cybercrime'), ('palermo', 'Palermo Protocol on trafficking in persons'), ('ilo_182', 'ILO Convention 182, Worst Forms of Child Labour'), ('acrwc', 'African Charter on the Rights and Welfare of the Child'), ('malabo', 'Malabo Convention on Cyber Security'), ('other', 'Other treaty of the region')], help_text='One entry for each.', max_length=13, verbose_name='treaty'),
        ),
    ]
