"""People: units over time, persons, posts and postings, roles, delegations. Reference tables of the installation."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from canbo.office.base.fields import PathField
from canbo.office.base.lean import Lean
from canbo.office.base.models import Account, Agency

KINDS = [
    ("cadre", "Cán bộ"),
    ("civil_servant", "Công chức"),
    ("public_employee", "Viên chức"),
    ("contract_worker", "Lao động hợp đồng"),
    ("part_time", "Người hoạt động không chuyên trách"),
]


class Dated(Lean):
    """Valid from a day (inclusive) until a day (exclusive); open-ended when `valid_to` is empty."""

    valid_from = models.DateField("Từ ngày")
    valid_to = models.DateField("Đến ngày", null=True, blank=True)

    class Meta:
        abstract = True


class Unit(Dated):
    """Đơn vị. Its place in the tree and its name are fixed for life: a move, a merger, a split or a new name is
    a new row with a `Succession`, so that a past result stays with the unit of its day.

    `agency` is the agency whose paper trail its people belong to; `is_agency` marks that agency's own root unit.
    """

    code = models.CharField("Mã", max_length=40, unique=True)
    name = models.CharField("Tên đơn vị", max_length=200)
    short_name = models.CharField("Tên gọi tắt", max_length=80, blank=True)
    kind = models.CharField("Loại", max_length=30, default="office")
    heading = models.CharField(max_length=5, choices=[("state", "Nhà nước"), ("party", "Đảng")], default="state")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = PathField(unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    is_agency = models.BooleanField(default=False)
    order = models.IntegerField(default=0)
    search_key = models.CharField(max_length=200, blank=True)
    invented = models.BooleanField("Giả định", default=False)

    class Meta:
        db_table = "unit"
        constraints = [
            models.CheckConstraint(
                name="unit_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
            ),
            models.UniqueConstraint(name="unit_one_root_per_agency", fields=["agency"], condition=Q(is_agency=True)),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """Kế thừa: on a day, `predecessor` gave way to `successor` (merge, split, rename, move)."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="origins")
    kind = models.CharField(
        max_length=10,
        choices=[("merge", "Sáp nhập"), ("split", "Chia tách"), ("rename", "Đổi tên"), ("move", "Chuyển cấp quản lý")],
    )
    day = models.DateField()
    document = models.CharField("Văn bản", max_length=200, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "succession"
        constraints = [models.UniqueConstraint(name="succession_once", fields=["predecessor", "successor"])]


class Person(Lean):
    """Người. Only what evaluating needs; `sort_key` sorts by given name, `search_key` is without diacritics."""

    code = models.CharField("Mã số", max_length=40, unique=True)
    full_name = models.CharField("Họ và tên", max_length=120)
    sort_key = models.CharField(max_length=240, db_index=True)
    search_key = models.CharField(max_length=160, db_index=True)
    birth_date = models.DateField("Ngày sinh", null=True, blank=True)
    birth_year = models.SmallIntegerField("Năm sinh", null=True, blank=True)
    sex = models.CharField("Giới tính", max_length=1, choices=[("F", "Nữ"), ("M", "Nam")], blank=True)
    education = models.CharField("Trình độ chuyên môn", max_length=60, blank=True)
    political_theory = models.CharField("Lý luận chính trị", max_length=30, blank=True)
    email = models.EmailField("Thư điện tử", blank=True)
    phone = models.CharField("Điện thoại", max_length=20, blank=True)
    account = models.OneToOneField(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="person")
    invented = models.BooleanField("Giả định", default=False)

    class Meta:
        db_table = "person"

    def __str__(self) -> str:
        return self.full_name


class Post(Dated):
    """Vị trí/chức vụ of a unit. `rank`: head, deputy or staff; `key` marks cán bộ chủ chốt."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField("Chức vụ, chức danh", max_length=160)
    rank = models.CharField(
        max_length=6, choices=[("head", "Người đứng đầu"), ("deputy", "Cấp phó"), ("staff", "Không giữ chức vụ")]
    )
    key = models.BooleanField("Chủ chốt", default=False)

    class Meta:
        db_table = "post"
        constraints = [
            models.CheckConstraint(
                name="post_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
            )
        ]
        indexes = [models.Index(fields=["unit", "rank"], name="post_unit_rank")]


class Posting(Dated):
    """Bố trí: a person on a post from a day. Several at once, one primary; `evaluated_by` names the unit that
    evaluates the person when it is not the unit's own agency (heads managed by the level above)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="postings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="postings")
    kind = models.CharField("Đối tượng", max_length=20, choices=KINDS)
    task_group = models.CharField("Nhóm nhiệm vụ tương đồng", max_length=80, blank=True)
    primary = models.BooleanField("Vị trí chính", default=True)
    evaluated_by = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="evaluates")
    acting = models.BooleanField("Phụ trách, tạm quyền", default=False)

    class Meta:
        db_table = "posting"
        constraints = [
            models.CheckConstraint(
                name="posting_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
            ),
            models.UniqueConstraint(
                name="posting_one_open_primary", fields=["person"], condition=Q(primary=True, valid_to__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["post", "valid_to"], name="posting_post_open")]


class Grant(Dated):
    """Vai trò: a role over a unit and all below it. Heads and reviewers hold theirs by their posts, not here."""

    ROLES = [
        ("officer", "Cán bộ tổ chức"),
        ("reader", "Người xem"),
        ("auditor", "Kiểm tra, giám sát"),
        ("administrator", "Quản trị hệ thống"),
    ]
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=15, choices=ROLES)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "role_grant"
        constraints = [
            models.CheckConstraint(
                name="role_grant_dates", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
            ),
            models.UniqueConstraint(
                name="role_grant_once", fields=["account", "role", "unit"], condition=Q(valid_to__isnull=True)
            ),
        ]


class Delegation(Dated):
    """Ủy quyền: an acting head stands in for a person, in that person's reviews and decisions, between two days."""

    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_given")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_held")
    document = models.CharField("Văn bản", max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "delegation"
        constraints = [
            models.CheckConstraint(
                name="delegation_dates", condition=Q(valid_to__isnull=False) & Q(valid_to__gt=F("valid_from"))
            ),
            models.CheckConstraint(name="delegation_not_self", condition=~Q(principal=F("deputy"))),
        ]

    @property
    def last_day(self) -> date:
        """The last day on which the deputy may act."""
        end: date = self.valid_to  # type: ignore[assignment]  # the constraint delegation_dates demands one
        return end - timedelta(days=1)


class RosterImport(models.Model):
    """Nhập danh sách: an uploaded roster, its preview, and whether it was carried out. All or nothing."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("base.StoredFile", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    sheet = models.CharField(max_length=80, blank=True)
    effective = models.DateField("Có hiệu lực từ ngày")
    done_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        db_table = "roster_import"
