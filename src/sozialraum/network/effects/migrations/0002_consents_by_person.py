from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('effects', '0001_initial')]

    operations = [
        migrations.AlterModelOptions(name='effectconsent', options={'ordering': ['given_on', 'person_as', 'id']}),
    ]
