"""Catalogues of products with their coefficients, their uploads and ends; initiatives of units."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from canbo.office.base.models import Account, StoredFile
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Unit


class Catalogue(TrailModel):
    """Danh mục sản phẩm, công việc of a unit and those below it, from a day. A record; a change is a new catalogue.

    `method` is the key of one of the rules' methods; `divisor` (hundredths of a point) is the one it named on that
    day: coefficient = points / divisor. None where coefficients are given directly.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("Văn bản ban hành", max_length=120)
    title = models.CharField("Tên danh mục", max_length=200)
    standard = models.CharField("Sản phẩm chuẩn", max_length=300, blank=True)
    method = models.CharField(max_length=30)
    divisor = models.IntegerField(null=True)
    valid_from = models.DateField("Áp dụng từ ngày")
    file = TrailKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "catalogue"
        constraints = [
            models.CheckConstraint(name="catalogue_divisor", condition=Q(divisor__isnull=True) | Q(divisor__gt=0)),
        ]
        indexes = [models.Index(fields=["agency", "unit", "valid_from"], name="catalogue_unit")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class CatalogueEnd(TrailModel):
    """Thôi áp dụng: a catalogue is no longer in force from `day` on. A record."""

    catalogue = TrailKey(Catalogue, on_delete=models.PROTECT, related_name="ends")
    day = models.DateField("Thôi áp dụng từ ngày")
    reason = models.CharField("Lý do", max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "catalogue_end"
        constraints = [models.UniqueConstraint(name="catalogue_end_once", fields=["agency", "catalogue"])]


class CatalogueImport(TrailModel):
    """Nhập danh mục: an uploaded catalogue and what is said about it, until it is carried out. All or nothing."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    said = models.JSONField(default=dict)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    catalogue = TrailKey(Catalogue, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "catalogue_import"


class Product(TrailModel):
    """Sản phẩm, công việc of a catalogue. `coefficient` K in ten-thousandths, exact; `points` in hundredths where
    the coefficient was computed from points; `days` the usual time in calendar days. A record."""

    catalogue = TrailKey(Catalogue, on_delete=models.PROTECT, related_name="products")
    position = models.CharField("Vị trí việc làm", max_length=160, blank=True)
    code = models.CharField("Mã", max_length=40)
    name = models.CharField("Sản phẩm, công việc", max_length=400)
    count_unit = models.CharField("Đơn vị tính", max_length=40, blank=True)
    points = models.IntegerField(null=True)
    coefficient = models.IntegerField("Hệ số quy đổi")
    days = models.SmallIntegerField("Thời gian thực hiện", null=True)
    search_key = models.CharField(max_length=460)

    class Meta:
        db_table = "product"
        constraints = [
            models.UniqueConstraint(name="product_code", fields=["agency", "catalogue", "code"]),
            models.CheckConstraint(name="product_coefficient", condition=Q(coefficient__gt=0)),
            models.CheckConstraint(name="product_points", condition=Q(points__isnull=True) | Q(points__gt=0)),
            models.CheckConstraint(name="product_days", condition=Q(days__isnull=True) | Q(days__gt=0)),
        ]


class Initiative(TrailModel):
    """Sáng kiến, giải pháp hiệu quả of a unit, recorded by its head or the head above; Điều 15 đ asks for one.
    A record; `withdraws` names one recorded by mistake."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField("Ngày")
    title = models.CharField("Sáng kiến, giải pháp", max_length=300)
    document = models.CharField("Văn bản công nhận", max_length=200, blank=True)
    withdraws = TrailKey("self", null=True, on_delete=models.PROTECT, related_name="withdrawals")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "initiative"
