"""A ward's plan 2025–2030 in the town: one post with four people on its list, begun and held under QĐ 377."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from canbo.office.people.models import Posting
from canbo.office.talent.actions import planning_lists as lists
from canbo.office.talent.actions import planning_public as public
from canbo.office.talent.actions import planning_steps as steps
from canbo.office.talent.actions import programmes
from canbo.office.talent.models import CadrePlan, PlanEntry, PlanPost
from tests.town import Town

BEGAN = date(2025, 11, 3)
PAPER = "Kế hoạch số 12-KH/ĐU"


def begun(town: Town, *, began: date = BEGAN, name: str = "Quy hoạch 2025–2030", first: int = 2025) -> CadrePlan:
    """A plan of the ward with nobody on it."""
    return lists.begin_plan(
        actor=town.accounts["trang"], unit=town.units["ward"], name=name, first_year=first, last_year=first + 5,
        began=began, document=PAPER,
    )  # fmt: skip


def post(
    town: Town, plan: CadrePlan, title: str = "Phó Chủ tịch", leads: str = "deputy", unit: str = "ward"
) -> PlanPost:
    return lists.name_post(
        actor=town.accounts["trang"], plan=plan, unit=town.units[unit], title=title, level="commune", leads=leads
    )


def enter(
    town: Town, wanted: PlanPost, *keys: str, act: str = "put_in", day: date = BEGAN, reason: str = "Theo biên bản"
) -> list[PlanEntry]:
    rows = [lists.Row(wanted, town.persons[key]) for key in keys]
    return lists.enter(
        actor=town.accounts["trang"], plan=wanted.plan, act=act, rows=rows, day=day, step="review", reason=reason,
        document=PAPER,
    )  # fmt: skip


def planned(town: Town) -> CadrePlan:
    """The plan with one person more for its post than the rules let."""
    plan = begun(town)
    enter(town, post(town, plan), "mai", "nam", "hoa", "dung")
    return plan


def leave(town: Town, key: str, day: date) -> None:
    """Somebody gives up every post."""
    Posting.objects.filter(person=town.persons[key], valid_to=None).update(valid_to=day)


def furnish(town: Town) -> dict[str, int]:
    """For the walk over all addresses: a plan with a step, a list that hangs today with a comment, a programme."""
    plan, officer, today = planned(town), town.accounts["trang"], timezone.localdate()
    held = steps.Held(BEGAN, 20, 18, "Trần Thị Lan", "Biên bản 1")
    step = steps.hold_step(actor=officer, plan=plan, step="review", held=held, minutes=("a.pdf", b"%PDF-1"))
    row = public.publish_plan(actor=officer, plan=plan, day=today, until=today, place="Niêm yết")
    said = public.comment(actor=town.accounts["binh"], publication=row, text="Đề nghị xem lại.")
    programme = programmes.begin_programme(
        actor=officer, unit=plan.unit, name="Chương trình 01", document="01-CTr/ĐU", first_year=2020, last_year=2025
    )
    target = programmes.set_target(
        actor=officer, programme=programme, label="đạt chuẩn", measure="%", direction="at_least", aim=100_00,
        answers=plan.unit,
    )  # fmt: skip
    return {
        "plan": plan.pk, "plan_entry": PlanEntry.objects.filter(person=town.persons["nam"])[0].pk,
        "plan_step": step.pk, "plan_publication": row.pk, "plan_comment": said.pk,
        "plan_notice": row.notices.get(person=town.persons["nam"]).pk, "programme": programme.pk, "target": target.pk,
    }  # fmt: skip
