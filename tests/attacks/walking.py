"""Every address of the office, by its name, with ids that exist in a town where July was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from canbo.office.evaluations import actions as evaluations
from canbo.office.evaluations.models import Meeting
from canbo.office.insight.models import SavedView
from canbo.office.people.actions import accounts
from canbo.office.people.models import Delegation, Grant, Post, Posting, RosterImport
from canbo.office.regulations import actions as regulations
from canbo.office.regulations.models import Adoption
from canbo.office.results.models import Ground, Notice, Petition
from tests.office.awards import year as awarded
from tests.office.commitments import year as promised
from tests.office.evaluations import month
from tests.office.insight import examination
from tests.office.opinions import hall, rounds
from tests.office.profiles import record as kept
from tests.office.regulations import adopted
from tests.office.results.test_after_publication import petition, published
from tests.office.results.test_pages import discipline
from tests.office.signatures import kit as signed
from tests.office.talent import arranged, planned
from tests.office.training import turns as trained
from tests.office.work import month as work
from tests.town import START, Town

HUGE = 10**30
OURS = ("account_", "mfa_")  # allauth's own pages have its tests


def names() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of every address but the log-in's, with what it takes."""
    seen = dict(_names(get_resolver(), ""))
    return ((name, keys) for name, keys in seen.items() if not name.startswith(OURS))


def _names(resolver: URLResolver, space: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _names(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            keys = tuple(one.pattern.converters) or tuple(one.pattern.regex.groupindex)
            yield f"{space}{one.name}", keys


def address(name: str, keys: tuple[str, ...], pk: int) -> str:
    words = {"key": "general_split", "step": "self", "kind": "thong-bao", "ending": "pdf"}
    words |= {"key": "nd_335_2025"} if name == "regulations:pack" else {}
    words |= {"kind": "pdf"} if name in ("evaluations:minutes", "opinions:minutes", "commitments:paper") else {}
    words |= {"plan_hash": "0" * 64, "instrument": "luat_06_2022", "signal": "spread"}
    words |= {"key": "record_left"} if name == "profiles:retention_set" else {}
    words |= {"kind": "xlsx"} if name == "profiles:standard_template" else {}
    words |= {"instrument": "nd_171_2025"} if name == "training:choose" else {}
    words |= {"instrument": "qd_377_2025"} if name == "talent:plan_setting" else {}
    words |= {"key": "education"} if name == "profiles:record_add" else {}
    words |= {"questions": "b1", "key": "c1", "kind": "slips"} if name in CAMPAIGN else {}
    return reverse(name, kwargs={key: words.get(key, pk) for key in keys})


def furnish(town: Town) -> dict[str, int]:
    """July published for Nam and Hoa, with one of everything; the id each kind of address is walked with."""
    cycle = published(town, "nam", "hoa")
    discipline(town)
    petition(town)
    officer, ward = town.accounts["trang"], town.units["ward"]
    draft = adopted.draft(town, settings={})
    told = regulations.announce(actor=officer, unit=ward, title="Kế hoạch", body="Đọc", file=("a.pdf", b"%PDF-1"))
    job = accounts.open_technical(
        actor=town.accounts["quan_tri"], username="phu_trach", unit=town.units["district"], address="http://x/"
    )
    Delegation.objects.create(
        principal=town.persons["dung"],
        deputy=town.persons["anh"],
        valid_from=START,
        document="1",
        by=officer,
        valid_to=date(2099, 1, 1),
    )
    month.submit(town, "anh", "anh")
    proof = evaluations.add_evidence(
        actor=town.accounts["binh"], person=town.persons["binh"], sheet=month.sheet(town, "binh"), item=None,
        name="a.pdf", data=b"%PDF-1", today=month.DAY,
    )  # fmt: skip
    met = Meeting.objects.create(
        agency_id=cycle.agency_id, cycle=cycle, unit=ward, held_on=month.DAY, invited=3, present=3, chair="Lan",
        secretary="Trang", by=officer,
    )  # fmt: skip
    roster = RosterImport.objects.create(
        unit=ward, file=proof.file, by=officer, sheet="1", effective=month.DAY, done_at=met.at,
        result={"new": 0, "changed": 0, "same": 0, "units": 0, "ended": 0},
    )  # fmt: skip
    draw = hall.drawn(town)
    campaign = rounds.planned(town)
    sheet, nam = month.sheet(town, "nam").pk, town.persons["nam"].pk
    return {
        "job": job.pk, "file": proof.file_id, "unit": ward.pk, "post": Post.objects.filter(unit=ward)[0].pk,
        "person": nam, "posting": Posting.objects.get(person=nam).pk, "import": roster.pk,
        "account": town.accounts["nam"].pk, "grant": Grant.objects.filter(role="reader")[0].pk,
        "delegation": Delegation.objects.get().pk, "adoption": Adoption.objects.get().pk, "draft": draft.pk,
        "announcement": told.pk, "cycle": cycle.pk, "sheet": sheet, "evidence": proof.pk, "meeting": met.pk,
        "notice": Notice.objects.get(person=nam).pk, "petition": Petition.objects.get().pk,
        "saved_view": SavedView.objects.create(account=officer, name="Phường", unit=ward).pk,
        "examined": examination.made(town).pk,
        "ground": Ground.objects.get().pk, "draw": draw.pk, "draw_frame": draw.frame_id, "campaign": campaign.row.pk,
        **work.furnish(town), **signed.furnish(town), **promised.furnish(town), **kept.furnish(town),
        **arranged.furnish(town), **planned.furnish(town),
        **awarded.furnish(town), **trained.furnish(town),
    }  # fmt: skip


CAMPAIGN = {
    f"opinions:{name}"
    for name in (
        "campaign", "manifest", "freeze", "bring", "terms", "holders", "sets", "question_new", "question", "invited",
        "results", "subject", "people", "end_issuing", "forget_issuing", "mine", "ballot", "attend", "vote_minutes",
        "letters", "letter", "close_vote", "paper", "again", "view_self",
    )
}  # fmt: skip


# What kind of thing the id in an address is, by the beginning of its name; the longest that fits counts.
KINDS = {
    "base:job": "job", "base:file": "file", "gallery_save": "cycle",
    "people:unit": "unit", "people:post_create": "unit", "people:post_end": "post", "people:person": "person",
    "people:posting_add": "person", "people:posting": "posting", "people:import": "import",
    "people:account": "account", "people:grant": "grant", "people:delegation": "delegation",
    "regulations:adoption": "adoption", "regulations:draft": "draft", "regulations:a": "announcement",
    "agenda:": "unit", "cycles:": "cycle",
    "evaluations:": "cycle", "evaluations:sheet": "sheet", "evaluations:draft": "sheet",
    "evaluations:return": "sheet", "evaluations:withdraw": "sheet", "evaluations:assign": "sheet",
    "evaluations:evidence_add": "sheet", "evaluations:evidence": "evidence", "evaluations:meeting": "meeting",
    "evaluations:minutes": "meeting", "results:": "cycle", "results:result": "sheet", "results:trace": "sheet",
    "results:dossier": "sheet", "results:correct": "sheet", "results:sheet_grounds": "sheet",
    "results:papers": "sheet", "results:paper": "sheet", "results:receive": "notice",
    "results:petition_new": "notice", "results:petition": "petition", "results:ground_person": "person",
    "signatures:": "signature", "signatures:rule": "certificate", "signatures:end_mine": "certificate",
    "signatures:certificate": "seal_key", "signatures:end_key": "seal_key", "signatures:end_trusted": "trusted",
    "opinions:": "draw", "opinions:frame": "draw_frame", "opinions:frame_units": "unit", "opinions:plan": "draw_frame",
    **dict.fromkeys(CAMPAIGN, "campaign"),
    "commitments:": "commitment", "commitments:framework": "framework",
    "commitments:framework_import": "framework_import",
    "work:": "work", "work:person": "person", "work:proof": "proof", "work:routine_": "routine",
    "work:initiative_": "initiative", "work:catalogue": "catalogue", "work:import": "catalogue_import",
    "insight:": "unit", "insight:examined": "examined", "insight:evidence": "examined",
    "insight:kept": "saved_view", "insight:drop": "saved_view", "insight:person": "person",
    "training:": "turn", "training:import": "training_import", "training:plan": "training_plan",
    "training:course": "course", "training:send": "course", "training:call_off": "course",
    "training:person": "person",
    "awards:": "award", "awards:person": "person", "awards:collective": "unit", "awards:fact_": "person",
    "awards:fact_collective": "unit", "awards:fact_revoke": "award_fact", "awards:import": "award_import",
    "awards:round": "award_round", "awards:candidates": "award_round", "awards:council": "award_round",
    "awards:decide": "award_round", "awards:papers": "award_round", "awards:drop": "proposal",
    "profiles:": "person", "profiles:entry_": "profile_entry", "profiles:import": "profile_import",
    "profiles:standard_": "standard_set",
    "structure:": "unit", "structure:arrangement": "arrangement",
    "talent:": "plan", "talent:plan_published": "plan_publication", "talent:plan_answer": "plan_comment",
    "talent:plan_read": "plan_notice", "talent:plan_minutes": "plan_step", "talent:candidate": "plan_entry",
    "talent:programme": "programme", "talent:programme_target": "target", "talent:programme_target_new": "programme",
    "profiles:data_": "data_request", "profiles:retention": "unit",
    "results:ground_unit": "unit", "results:ground_revoke": "ground", "evaluations:evidence_withdraw": "evidence",
}  # fmt: skip


def kind_of(name: str) -> str:
    return KINDS[max((begin for begin in KINDS if name.startswith(begin)), key=len, default="cycles:")]
