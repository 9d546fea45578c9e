from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('social_structure', '0012_runs_by_number')]

    operations = [
        migrations.AlterModelOptions(name='delivery', options={'ordering': ['-imported_at', 'file_name', 'id']}),
    ]
