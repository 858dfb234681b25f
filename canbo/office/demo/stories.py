"""What happened in each place, and when. Each story adopts rules and plays its cycles through the office's actions."""

from __future__ import annotations

from datetime import date

from canbo.office.demo import clock
from canbo.office.demo.places import Place, agency, crowd, data, district, officer
from canbo.office.demo.reform import carry_out
from canbo.office.demo.rules import adopted, example, example_settings, settings_of
from canbo.office.people.models import Unit
from canbo.office.regulations.models import Adoption

SINCE = date(2018, 1, 1)


def city() -> Unit:
    """The city above the two districts (its leaders, invented, evaluate the districts' heads)."""
    root = agency({"code": "HN", "name": "Thành phố Hà Nội", "party": True}, SINCE, None)
    place = Place(root, officer("quantri.thanhpho", root), {root.code: root})
    crowd(place, root, "district")
    return root


def adopt_3814(place: Place) -> Adoption:
    """The city's frame, refined by the district (2460-QĐ/QU), both with examples of ours."""
    frame = adopted(
        actor=place.officer, unit=place.root, pack="hn_3814_2018", number="3814-QĐ/TU",
        title="Khung tiêu chí đánh giá hằng tháng đối với cán bộ, công chức, viên chức, lao động hợp đồng",
        issued=date(2018, 5, 16), valid_from=date(2018, 7, 1),
    )  # fmt: skip
    return adopted(
        actor=place.officer, unit=place.root, pack="hn_3814_2018", number="2460-QĐ/QU",
        title="Khung tiêu chí đánh giá hằng tháng của quận (nội dung ví dụ, không phải nguyên văn)",
        issued=date(2018, 6, 25), valid_from=date(2018, 7, 1), refines=frame,
        refinement=example("hn_3814_2018", "quan_hai_ba_trung"),
    )  # fmt: skip


def adopt_long_bien(place: Place) -> tuple[Adoption, Adoption]:
    """The district's sets of 2021 and 2023, filled with texts that begin "Ví dụ:"."""
    first = adopted(
        actor=place.officer, unit=place.root, pack="lb_2021", number="05-KH/BCN",
        title="Bộ tiêu chí đánh giá sự chuyên nghiệp (nội dung ví dụ)",
        issued=date(2021, 9, 27), valid_from=date(2021, 10, 1), settings=example_settings("lb_2021"),
    )  # fmt: skip
    second = adopted(
        actor=place.officer, unit=place.root, pack="lb_2023", number="Bộ tiêu chí 2023",
        title="Bộ tiêu chí đánh giá sự chuyên nghiệp sửa đổi, bổ sung năm 2023 (nội dung ví dụ)",
        issued=date(2023, 2, 24), valid_from=date(2023, 2, 24), settings=example_settings("lb_2023"),
    )  # fmt: skip
    return first, second


__all__ = ["adopt_3814", "adopt_long_bien", "carry_out", "city", "clock", "data", "district", "settings_of"]
