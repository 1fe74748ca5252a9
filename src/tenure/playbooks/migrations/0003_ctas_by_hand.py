"""Calls made by hand have a reason in words; rules' calls are told to their owners, those open by now are not."""

from django.db import migrations, models
from django.db.models import F


def were_told(apps, editor):
    apps.get_model("playbooks", "Cta").objects.filter(told_at__isnull=True).update(told_at=F("opened_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('playbooks', '0002_alerts'),
    ]

    operations = [
        migrations.AddField(
            model_name='cta',
            name='detail',
            field=models.TextField(blank=True, verbose_name='why'),
        ),
        migrations.AddField(
            model_name='cta',
            name='told_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(were_told, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='cta',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), ('told_at__isnull', True)), fields=['workspace'], name='cta_not_told'),
        ),
    ]
