"""What a body chose where the instruments this room reads leave it open."""

from canbo.office.regulations.views import choices
from canbo.office.talent.planning_law import CHOICES

PAGES = choices.ChoicePages(
    CHOICES, "Thiết lập quy hoạch", "talent:plan_settings", "talent:plan_setting", ("Quy hoạch", "talent:plans")
)
index = choices.index(PAGES)
change = choices.change(PAGES)
