from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('social_structure', '0011_release_anew')]

    operations = [migrations.AlterModelOptions(name='run', options={'ordering': ['-created_at', '-number']})]
