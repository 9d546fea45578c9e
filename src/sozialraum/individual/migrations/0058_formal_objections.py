import django.db.models.deletion
import sozialraum.individual.enums
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('individual', '0057_belongings_guard'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormalObjection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('spoken_for', models.CharField(blank=True, max_length=200)),
                ('form', models.CharField(choices=[('announced', 'ANNOUNCED'), ('written', 'WRITTEN'), ('taken_down', 'TAKEN_DOWN'), ('electronic', 'ELECTRONIC')], max_length=12)),
                ('words', models.TextField(blank=True)),
                ('came_on', models.DateField(blank=True, null=True)),
                ('received_on', models.DateField()),
                ('instructed', models.BooleanField(default=True)),
                ('last_day', models.DateField()),
                ('state', models.CharField(choices=[('open', 'OPEN'), ('remedied', 'REMEDIED'), ('passed_on', 'PASSED_ON'), ('withdrawn', 'WITHDRAWN')], default=sozialraum.individual.enums.ObjectionState['OPEN'], max_length=10)),
                ('answer_due_on', models.DateField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('passed_to', models.CharField(blank=True, max_length=200)),
                ('answered_by', models.UUIDField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('recorded_by', models.UUIDField()),
                ('recorded_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='individual.case')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='individual.grantdecision')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='individual.member')),
            ],
            options={
                'db_table': 'person_formal_objection',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('decision', 'member'), name='objection_runs_once'), models.CheckConstraint(condition=models.Q(models.Q(('came_on__isnull', True), ('form', 'announced')), models.Q(models.Q(('form', 'announced'), _negated=True), ('answer_due_on__isnull', False), ('came_on__isnull', False)), _connector='OR'), name='objection_came_in_a_form'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state__in', ('remedied', 'passed_on')), models.Q(('answer', ''), _negated=True)), models.Q(models.Q(('state__in', ('remedied', 'passed_on')), _negated=True), ('answered_at__isnull', True), ('answered_by__isnull', True)), _connector='OR'), name='objection_answered_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'passed_on'), _negated=True), models.Q(('passed_to', ''), _negated=True), _connector='OR'), name='objection_passed_on_to_somebody')],
            },
        ),
    ]
