"""Everybody at every address, with ids that exist, that do not, that cannot, and with odd queries: nothing breaks, and
each gets in exactly where the role allows."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.attacks import walking
from tests.town import Town

ROLES = {"L": "lan", "N": "nam", "T": "trang", "H": "ha", "K": "khoa", "Q": "quan_tri", "X": "xa"}
# Lan the head, Nam a civil servant (the sheets are his), Trang the officer, Ha a reader, Khoa an auditor, the
# administrator (Q), who reads no mark anywhere, and Xa of another agency. Whom an address answers with a page:
OPEN = """
home                                  LNTHKQX
about                                 LNTHKQX
alive                                 LNTHKQX
metrics                               LNTHKQX
ready                                 LNTHKQX
gallery                               TQ
gallery_save                          -
base:job                              Q
base:density                          -
base:file                             -
people:units                          LTHK
people:unit_create                    T
people:unit                           LTK
people:unit_change                    T
people:post_create                    T
people:post_end                       -
people:persons                        LTHK
people:person_create                  T
people:person                         LNTHK
people:person_edit                    T
people:posting_add                    T
people:posting_end                    T
people:posting_change                 T
people:imports                        T
people:import_template                T
people:import                         T
people:import_carry_out               -
people:import_file                    T
people:accounts                       T
people:role_accounts                  Q
people:accounts_open                  T
people:accounts_reissue               -
people:account_act                    -
people:grants                         Q
people:grant_end                      Q
people:delegations                    LT
people:delegation_end                 -
regulations:index                     LNTHKQX
regulations:adoption                  LNTHK
regulations:adoption_end              T
regulations:packs                     LNTHKQX
regulations:pack                      LNTHKQX
regulations:compare                   LNTHKQX
regulations:tryout                    LNTHKQX
regulations:drafts                    T
regulations:draft                     T
regulations:draft_setting             -
regulations:draft_items               -
regulations:draft_items_file          -
regulations:draft_items_template      -
regulations:draft_refinement          T
regulations:draft_refinement_file     -
regulations:draft_preview             T
regulations:draft_adopt               T
regulations:draft_discard             -
regulations:announcements             LNTHKQX
regulations:announce                  T
regulations:announcement              LNTHK
regulations:acknowledge               -
regulations:announcement_file         LNTHK
cycles:index                          LTHK
cycles:cycle                          -
cycles:extend                         T
cycles:lock                           T
cycles:repeat_stop                    T
opinions:campaigns                    LTHK
opinions:begin                        T
opinions:campaign                     LTK
opinions:manifest                     -
opinions:letters                      -
opinions:letter                       -
opinions:freeze                       -
opinions:bring                        -
opinions:terms                        T
opinions:holders                      T
opinions:sets                         T
opinions:question_new                 T
opinions:question                     T
opinions:invited                      T
opinions:people                       -
opinions:end_issuing                  -
opinions:forget_issuing               -
opinions:mine                         -
opinions:take                         LNTHKQX
opinions:sign                         -
opinions:ballot                       -
opinions:attend                       -
opinions:close_vote                   -
opinions:paper                        -
opinions:vote_minutes                 -
opinions:again                        -
opinions:view_self                    -
opinions:results                      -
opinions:subject                      -
opinions:draws                        LTHK
opinions:frame_new                    T
opinions:frame_template               T
opinions:frame_units                  T
opinions:frame                        LTK
opinions:plan                         T
opinions:draw                         LTK
opinions:minutes                      LTK
opinions:hall                         T
opinions:commit                       -
opinions:reveal                       -
opinions:finish                       -
opinions:public                       -
opinions:public_digits                -
opinions:public_record                -
opinions:public_frame                 -
opinions:public_script                -
evaluations:mine                      LNTHKQX
evaluations:reviews                   LNTHKQX
evaluations:grid                      L
evaluations:open                      T
evaluations:board                     LTHK
evaluations:people                    LTHK
evaluations:export                    LTHK
evaluations:remind                    -
evaluations:enrol                     -
evaluations:meet                      LT
evaluations:meeting                   LTK
evaluations:minutes                   LTK
evaluations:sheet                     LNTHK
evaluations:draft                     -
evaluations:return                    LT
evaluations:withdraw                  -
evaluations:assign                    T
evaluations:evidence_add              -
evaluations:evidence                  LTK
evaluations:evidence_withdraw         -
work:mine                             LNTHKX
work:assignment                       LNTHK
work:proof                            LNTHK
work:unit                             LTHK
work:person                           LNTHK
work:review                           L
work:assign                           L
work:routines                         L
work:routine_end                      -
work:initiatives                      LTHK
work:initiative_withdraw              -
work:catalogues                       LNTHKQX
work:catalogue                        LNTHK
work:catalogue_end                    T
work:imports                          LT
work:import                           T
results:index                         LTHK
results:cycle                         LTHK
results:close                         L
results:publish                       LT
results:roster                        LNTHK
results:documents                     LTK
results:result                        LNTHK
results:trace                         LNTK
results:dossier                       LNTK
results:correct                       L
results:sheet_grounds                 LNT
results:papers                        LNTHK
results:paper                         LNTHK
results:mine                          LNTHKX
results:receive                       -
results:petition_new                  -
results:petitions                     LNTHKQX
results:petition                      LNT
results:petition_file                 -
results:grounds                       LNTHKX
results:ground_person                 T
results:ground_unit                   T
results:ground_revoke                 T
signatures:index                      LNTHKQX
signatures:file                       LNTK
signatures:check                      LNTHKQX
signatures:batch                      LT
signatures:mine                       LNTHKX
signatures:token                      -
signatures:waiting                    LT
signatures:rule                       LT
signatures:end_mine                   -
signatures:keys                       LTKQ
signatures:add_file                   Q
signatures:add_token                  Q
signatures:renew                      Q
signatures:certificate                LTKQ
signatures:end_key                    Q
signatures:add_trusted                Q
signatures:end_trusted                Q
signatures:add_list                   Q
signatures:api_begin                  -
signatures:api_end                    -
commitments:index                     LTHK
commitments:people                    LTHK
commitments:export                    LTHK
commitments:open                      T
commitments:mine                      LNTHKQX
commitments:waiting                   LNTHKQX
commitments:frameworks                LNTHKQX
commitments:framework_upload          T
commitments:framework_template        T
commitments:framework_import          T
commitments:framework                 LNTHK
commitments:framework_end             T
commitments:commitment                LNTHK
commitments:draft                     -
commitments:sign                      N
commitments:paper_to_sign             -
commitments:token_begin               -
commitments:token_end                 -
commitments:return                    -
commitments:withdraw                  T
commitments:paper                     LNTHK
structure:index                       LTHK
structure:upload                      T
structure:template                    T
structure:unit                        LTK
structure:set_unit                    T
structure:arrangements                LTHK
structure:arrangement_new             T
structure:arrangement                 LTHK
structure:arrangement_decide          T
structure:arrangement_drop            T
profiles:index                        LTHK
profiles:record                       LNTHK
profiles:record_add                   T
profiles:entry_correct                T
profiles:entry_withdraw               T
profiles:sensitive                    NTK
profiles:sensitive_file               TK
profiles:imports                      T
profiles:import_template              T
profiles:import                       T
profiles:import_carry_out             -
profiles:standards                    LNTHKQX
profiles:standard_set                 LNTHK
profiles:standard_upload              T
profiles:standard_template            T
profiles:standard_adopt               -
profiles:standard_end                 T
profiles:titles                       T
profiles:meeting                      LTHK
profiles:judged                       LTHK
profiles:why                          LNTHK
profiles:mine                         LNTHKX
profiles:mine_file                    LNTHKX
profiles:ask                          LNTHKX
profiles:requests                     T
profiles:data_request                 NT
profiles:data_acknowledge             -
profiles:data_extend                  T
profiles:data_answer                  -
profiles:retention                    T
profiles:retention_set                T
talent:plans                          LTHK
talent:plan_new                       T
talent:plan_mine                      LNTHKX
talent:plan_settings                  LTHK
talent:plan_setting                   T
talent:plan                           LTK
talent:plan_post                      T
talent:plan_entry                     T
talent:plan_import                    T
talent:plan_template                  T
talent:plan_check                     LTK
talent:plan_boxes                     LTK
talent:plan_step                      T
talent:plan_public                    LTK
talent:plan_publish                   T
talent:plan_approve                   T
talent:plan_papers                    LTK
talent:plan_minutes                   LTK
talent:plan_published                 LNTHK
talent:plan_answer                    T
talent:plan_read                      -
talent:candidate                      LTK
talent:candidate_in                   T
talent:candidate_out                  T
talent:candidate_confirm              T
talent:candidate_potential            T
talent:programmes                     LTHK
talent:programme_new                  T
talent:programme                      LTK
talent:programme_target_new           T
talent:programme_review               T
talent:programme_papers               LTK
talent:programme_target               LTK
talent:programme_target_correct       T
training:needs                        LTHK
training:turns                        LTHK
training:import_new                   T
training:template                     T
training:import                       T
training:drop                         T
training:result                       T
training:pay_back                     T
training:service_paper                LNTHK
training:plans                        LTHK
training:plan_new                     T
training:plan                         LTK
training:plan_paper                   LTK
training:plan_course                  T
training:course_new                   T
training:course                       LTK
training:send                         T
training:call_off                     T
training:mine                         LNTHKX
training:person                       LNTHK
training:choices                      LTHK
training:choose                       T
awards:index                          LTHK
awards:mine                           LNTHKX
awards:person                         LNTHK
awards:collective                     LTK
awards:facts                          T
awards:fact_person                    T
awards:fact_collective                T
awards:fact_revoke                    T
awards:conduct                        T
awards:import_new                     T
awards:template                       T
awards:import                         T
awards:rules                          LTHK
awards:rules_change                   T
awards:rounds                         LTHK
awards:round_new                      T
awards:round                          LTK
awards:candidates                     T
awards:council                        T
awards:decide                         T
awards:papers                         LTK
awards:drop                           T
awards:awards                         LNTHKQX
awards:withdraw                       T
awards:certificate                    LNTHK
insight:index                         LTHK
insight:unit                          LTK
insight:behind                        LTK
insight:workforce                     LTK
insight:people                        LTK
insight:ratings                       LTK
insight:reports                       LTK
insight:mine                          LNTHKX
insight:person                        LNTHK
insight:keep                          -
insight:kept                          -
insight:drop                          -
insight:levelling                     LTHK
insight:examine                       T
insight:evaluators                    LTHK
insight:own_marking                   LNTHKX
insight:examined                      LTHK
insight:evidence                      -
agenda:index                          LNTHKQX
agenda:pressing                       LNTHKQX
agenda:own                            LNTHKQX
agenda:renew                          -
agenda:end                            -
agenda:choose                         -
agenda:feed                           -
agenda:habits                         T
agenda:habit                          T
agenda:letters                        T
"""
# The list of a cycle leads on to its board, the accounts of an administrator to the role holders, a kept view to its
# dashboard.
LEADS_ON = {"cycles:cycle": set("LTHK"), "people:accounts": set("Q"), "insight:kept": set("T")}
# Opened by a secret in the address instead of a log-in; without the right one there is nothing.
OPEN_TO_ALL = ("public", "public_digits", "public_record", "public_frame", "public_script")
BY_SECRET = {f"opinions:{name}": 404 for name in OPEN_TO_ALL} | {
    "alive": 200,
    "metrics": 200,
    "ready": 200,
    "agenda:feed": 404,
    "signatures:api_begin": 405,
    "signatures:api_end": 405,
    "commitments:token_begin": 405,
    "commitments:token_end": 405,
}
ODD = "?page=99999999999999999999&q=%00%27%22&unit=%C2%B2&show=%00&sort=-account__password&ngay=31/12/9999&xuat=%00"
NOT_HERE = {404, 405}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A thousand refusals are the purpose; their log lines are not."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def expected() -> dict[str, set[str]]:
    rows = (line.split() for line in OPEN.strip().splitlines())
    return {name: set(letters) - {"-"} for name, letters in rows}


@pytest.mark.slow
def test_each_role_gets_in_where_it_may_and_nowhere_else(town: Town) -> None:
    ids, table = walking.furnish(town), expected()
    clients = {letter: town.client(key) for letter, key in ROLES.items()}
    assert {name for name, _ in walking.names()} == set(table)
    wrong = {}
    for name, keys in walking.names():
        where = walking.address(name, keys, ids.get(walking.kind_of(name), 0))
        answers = {letter: client.get(where).status_code for letter, client in clients.items()}
        allowed = {letter for letter, status in answers.items() if status == 200}
        led = {letter for letter, status in answers.items() if status == 302}
        others = {status for status in answers.values() if status not in (200, 302)}
        if (allowed, led) != (table[name], LEADS_ON.get(name, set())) or others - NOT_HERE:
            wrong[name] = answers
        assert Client().get(where).status_code == BY_SECRET.get(name, 302), name
    assert wrong == {}


@pytest.mark.slow
def test_odd_ids_and_queries_break_nothing(town: Town) -> None:
    ids, officer = walking.furnish(town), town.client("trang")
    for name, keys in walking.names():
        for pk in (0, walking.HUGE) if {"pk", "row"} & set(keys) and name != "evaluations:minutes" else ():
            assert officer.get(walking.address(name, keys, pk)).status_code in NOT_HERE, (name, pk)
        where = walking.address(name, keys, ids.get(walking.kind_of(name), 0))
        assert officer.get(where + ODD).status_code in {200, 302, *NOT_HERE}, name
