"""What a body chose where the instruments this room reads leave it open."""

from canbo.office.regulations.views import choices
from canbo.office.training.law import CHOICES

PAGES = choices.ChoicePages(
    CHOICES, "Quy định về đào tạo", "training:choices", "training:choose", ("Nhu cầu đào tạo", "training:needs")
)
index = choices.index(PAGES)
change = choices.change(PAGES)
