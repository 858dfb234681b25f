"""What was sent once, the day a reviewer finds for a delivery, and an excuse that reaches a redelivery's delays."""

from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone

from canbo.office.base.trail import Record
from canbo.office.work.standing import Deed, derive, fates_text, waits_text


def refresh(apps, schema_editor):
    """Say again of the rows with an excused redelivery what their acts say."""
    standings, acts = apps.get_model("work", "Standing"), apps.get_model("work", "Act")
    excused = acts.objects.filter(kind="excuse_delay", of__of__isnull=False).values("assignment")
    for row in standings.objects.filter(assignment__in=excused).select_related("assignment"):
        work = row.assignment
        deeds = [
            Deed(act.pk, act.kind, act.of_id, act.pieces or 0, act.day, act.objective, timezone.localdate(act.at))
            for act in acts.objects.filter(agency=row.agency_id, assignment=work.pk).order_by("id")
        ]
        found = derive(work.quantity, work.due, deeds, work.missed)
        standings.objects.filter(agency=row.agency_id, pk=row.pk).update(
            fates=fates_text(found.fates), waits=waits_text(found.batches)
        )


def once(model, name):
    return [
        migrations.AddField(model_name=model, name="once", field=models.CharField(max_length=80, null=True)),
        migrations.AddConstraint(
            model_name=model,
            constraint=models.UniqueConstraint(name=name, fields=["agency", "once"], condition=Q(once__isnull=False)),
        ),
    ]


def replaced(name, condition):
    return [
        migrations.RemoveConstraint(model_name="act", name=name),
        migrations.AddConstraint(model_name="act", constraint=models.CheckConstraint(name=name, condition=condition)),
    ]


class Migration(migrations.Migration):
    dependencies = [("work", "0004_waits")]
    operations = [
        migrations.AlterField(
            model_name="act",
            name="kind",
            field=models.CharField(
                choices=[
                    ("accept", "Nhận việc"),
                    ("deliver", "Nộp sản phẩm"),
                    ("pass", "Đạt yêu cầu"),
                    ("fail", "Không đạt, có lỗi nghiêm trọng"),
                    ("day", "Xác định ngày hoàn thành"),
                    ("excuse_review", "Lỗi do nguyên nhân khách quan"),
                    ("excuse_delay", "Chậm do nguyên nhân khách quan"),
                    ("due", "Đổi hạn"),
                    ("pause", "Tạm dừng"),
                    ("resume", "Làm tiếp"),
                    ("cancel", "Hủy phần còn lại"),
                    ("move", "Chuyển phần còn lại"),
                    ("void", "Ghi lại cho đúng"),
                ],
                max_length=14,
            ),
        ),
        *once("act", "work_act_once"),
        *once("assignment", "assignment_once"),
        *once("routine", "routine_once"),
        *replaced(
            "work_act_day",
            ~Q(kind__in=["deliver", "day", "due", "pause", "resume"]) | Q(day__isnull=False),
        ),
        *replaced(
            "work_act_of",
            ~Q(kind__in=["pass", "fail", "day", "excuse_review", "excuse_delay", "void"]) | Q(of__isnull=False),
        ),
        Record("Act"),
        migrations.RunPython(refresh, migrations.RunPython.noop),
    ]
