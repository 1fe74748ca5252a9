from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("playbooks", "0003_ctas_by_hand"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="alert", name="alert_by_end"),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                fields=["workspace", "ended_on", "opened_on", "account"], name="alert_by_end_and_opening"
            ),
        ),
    ]
