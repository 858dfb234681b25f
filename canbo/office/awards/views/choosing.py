"""What a body chose where the instruments this room reads leave it open."""

from canbo.office.awards.law import CHOICES
from canbo.office.regulations.views import choices

PAGES = choices.ChoicePages(
    CHOICES, "Quy chế khen thưởng", "awards:rules", "awards:rules_change", ("Xét danh hiệu", "awards:index")
)
index = choices.index(PAGES)
change = choices.change(PAGES)
