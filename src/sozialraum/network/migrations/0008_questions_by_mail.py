import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0007_confirmation_requests")]

    operations = [
        migrations.AddField(
            model_name="confirmationrequest", name="about", field=models.UUIDField(blank=True, null=True)
        ),
        migrations.AlterField(
            model_name="confirmationrequest",
            name="place",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE,
                related_name="confirmation_requests", to="network.place",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmationrequest",
            constraint=models.UniqueConstraint(
                fields=("about", "address", "month"), name="question_asked_once_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__isnull", True), ("about__isnull", True), _connector="XOR"),
                name="question_is_about_one",
            ),
        ),
    ]
